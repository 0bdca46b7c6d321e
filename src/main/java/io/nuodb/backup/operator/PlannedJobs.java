package io.nuodb.backup.operator;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.dsl.BatchAPIGroupDSL;
import io.fabric8.kubernetes.client.dsl.ScalableResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.nuodb.backup.api.Api;
import io.nuodb.backup.api.BackupPolicy;
import io.nuodb.backup.api.BackupPolicySpec.Schedules;
import io.nuodb.backup.plan.Abandonment;
import io.nuodb.backup.plan.CancellationLaunch;
import io.nuodb.backup.plan.HotCopyLaunch;
import io.nuodb.backup.plan.InspectionLaunch;
import io.nuodb.backup.plan.PolicyPlan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes, ends and deletes the Jobs that a policy's plan says. */
final class PlannedJobs {
  private final HotCopyJobs hotCopyJobs;
  private final AdminJobs adminJobs;
  private final PolicySources sources;
  private final JournalVolumes journalVolumes = new JournalVolumes();

  /**
   * @param refusal why the API server refused some of them; empty when all are there
   * @param overtaken whether somebody else made one of that name first, and otherwise: the plan is
   *     no longer true
   */
  record Started(Optional<String> refusal, boolean overtaken) {}

  PlannedJobs(OperatorConfig config, PolicySources sources) {
    this.hotCopyJobs = new HotCopyJobs(config);
    this.adminJobs = new AdminJobs(config);
    this.sources = sources;
  }

  /** One that is refused holds up no other. */
  Started start(BackupPolicy policy, PolicyPlan plan, Instant now, Context<BackupPolicy> context) {
    List<String> refusals = new ArrayList<>();
    boolean overtaken = false;
    for (Job job : jobs(policy, plan, now)) {
      try {
        Job present = JobStarter.start(job, context, sources.jobs());
        overtaken |=
            !HotCopyAnnotations.sameRun(
                present.getMetadata().getAnnotations(), job.getMetadata().getAnnotations());
      } catch (CreationRefusedException e) {
        refusals.add(e.getMessage());
      }
    }
    return new Started(
        refusals.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", refusals)),
        overtaken);
  }

  private List<Job> jobs(BackupPolicy policy, PolicyPlan plan, Instant now) {
    List<Job> jobs = new ArrayList<>();
    for (HotCopyLaunch launch : plan.hotCopies()) {
      Optional<Pod> pod = sources.storageManager(policy, launch.targets().getFirst().pod());
      Optional<String> node = pod.flatMap(StorageManagerPod::node);
      Optional<JournalVolume> journal = pod.flatMap(journalVolumes::mountable);
      jobs.add(hotCopyJobs.hotCopy(policy, launch, node, journal, plan.timeout(), now));
    }
    for (InspectionLaunch launch : plan.inspections()) {
      Optional<String> node =
          sources.storageManager(policy, launch.lost().pod()).flatMap(StorageManagerPod::node);
      jobs.add(hotCopyJobs.inspection(policy, launch, node, plan.timeout(), now));
    }
    for (CancellationLaunch launch : plan.cancellations()) {
      jobs.add(adminJobs.cancellation(policy, launch));
    }
    plan.discovery().ifPresent(launch -> jobs.add(adminJobs.discover(policy, launch)));
    return jobs;
  }

  /**
   * For the journal hot copies to come, while another hot copy runs: neither what is due nor the
   * operator's start waits for it.
   */
  void prepare(BackupPolicy policy, PolicyPlan plan, Context<BackupPolicy> context) {
    Schedules schedules = policy.getSpec().schedules();
    boolean running = plan.hotCopies().isEmpty() && !plan.status().running().isEmpty();
    if (running && schedules != null && schedules.journal() != null) {
      Stream.ofNullable(plan.status().storageManagers())
          .flatMap(List::stream)
          .flatMap(it -> sources.storageManager(policy, it.pod()).stream())
          .forEach(pod -> journalVolumes.learn(pod, context.getClient()));
    }
  }

  /**
   * Lets the Job controller end them at once, and with them their pods. Why is said in the same
   * request, so that it outlives whoever asked. A pod that has come to run meanwhile goes on.
   */
  void end(BackupPolicy policy, PolicyPlan plan, Context<BackupPolicy> context) {
    for (Abandonment abandonment : plan.abandonments()) {
      if (sources.hasStarted(policy, abandonment.job())) {
        continue;
      }
      var change =
          new JobBuilder()
              .withNewMetadata()
              .addToAnnotations(Api.ENDED_BECAUSE_ANNOTATION, abandonment.message())
              .endMetadata()
              .withNewSpec()
              .withActiveDeadlineSeconds(1L)
              .endSpec();
      if (abandonment.neverRan()) {
        change.editMetadata().addToAnnotations(Api.NEVER_RAN_ANNOTATION, "true").endMetadata();
      }
      sources.job(policy, abandonment.job()).ifPresent(journalVolumes::avoid);
      job(policy, abandonment.job(), context)
          .patch(PatchContext.of(PatchType.JSON_MERGE), change.build());
    }
  }

  void delete(BackupPolicy policy, PolicyPlan plan, Context<BackupPolicy> context) {
    for (String name : plan.deletableJobs()) {
      job(policy, name, context).withPropagationPolicy(DeletionPropagation.BACKGROUND).delete();
    }
  }

  private static ScalableResource<Job> job(
      BackupPolicy policy, String name, Context<BackupPolicy> context) {
    BatchAPIGroupDSL batch = context.getClient().batch();
    return batch.v1().jobs().inNamespace(policy.getMetadata().getNamespace()).withName(name);
  }
}
