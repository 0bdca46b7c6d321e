package io.nuodb.backup.operator;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.nuodb.backup.api.Api;
import io.nuodb.backup.api.BackupPolicy;
import io.nuodb.backup.api.BackupSet;
import io.nuodb.backup.api.HotCopyType;
import io.nuodb.backup.plan.HotCopyLaunch;
import io.nuodb.backup.plan.InspectionLaunch;
import io.nuodb.backup.plan.ObservedSet;
import io.nuodb.backup.plan.PolicyObservation;
import io.nuodb.backup.plan.PolicyPlan;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Carries out what is planned for a policy, and keeps its backup sets' records true. */
@ControllerConfiguration(name = "backuppolicy", generationAwareEventProcessing = true)
public class BackupPolicyReconciler implements Reconciler<BackupPolicy> {
  private final OperatorConfig config;
  private final Clock clock;
  private final HotCopyJobs hotCopyJobs;
  private final DiscoverJobs discoverJobs;
  private PolicySources sources;

  public BackupPolicyReconciler(OperatorConfig config, Clock clock) {
    this.config = config;
    this.clock = clock;
    this.hotCopyJobs = new HotCopyJobs(config);
    this.discoverJobs = new DiscoverJobs(config);
  }

  @Override
  public List<EventSource<?, BackupPolicy>> prepareEventSources(
      EventSourceContext<BackupPolicy> context) {
    sources = new PolicySources(context, config);
    return sources.all();
  }

  /**
   * Starts first and reports then: what was started twice over is found by its name. Where a start
   * is refused, the plan is not reported, as after a crash, but why; what is over is put on record
   * all the same, so that finished Jobs can go.
   */
  @Override
  public UpdateControl<BackupPolicy> reconcile(BackupPolicy policy, Context<BackupPolicy> context) {
    if (policy.isMarkedForDeletion()) {
      return UpdateControl.noUpdate();
    }
    Instant now = clock.instant();
    PolicyObservation observed = sources.observe(policy);
    PolicyPlan plan = PolicyPlan.of(observed, now);

    Optional<String> refusal = start(policy, plan, now, context);
    boolean newSets = recordSets(policy, context);
    writeSetStatuses(policy, plan, context);
    PolicyPlan reported = refusal.map(message -> plan.refused(observed, message, now)).orElse(plan);
    if (StatusComparison.differs(context.getClient(), policy.getStatus(), reported.status())) {
      writeStatus(policy, reported, context);
      new EventRecorder(context.getClient(), clock)
          .record(policy, PolicyNotes.of(observed, reported));
    }
    deleteJobs(policy, reported, context);
    return Reschedule.at(newSets ? Optional.of(now) : reported.wakeUp(), clock);
  }

  @Override
  public ErrorStatusUpdateControl<BackupPolicy> updateErrorStatus(
      BackupPolicy policy, Context<BackupPolicy> context, Exception e) {
    return Reschedule.after(policy, e);
  }

  /** Why the API server refused one of the plan's Jobs; empty when all are there. */
  private Optional<String> start(
      BackupPolicy policy, PolicyPlan plan, Instant now, Context<BackupPolicy> context) {
    try {
      for (Job job : jobs(policy, plan, now)) {
        JobStarter.start(job, context, sources.jobs());
      }
      return Optional.empty();
    } catch (CreationRefusedException e) {
      return Optional.of(e.getMessage());
    }
  }

  private List<Job> jobs(BackupPolicy policy, PolicyPlan plan, Instant now) {
    List<Job> jobs = new ArrayList<>();
    for (HotCopyLaunch launch : plan.hotCopies()) {
      Optional<String> node = sources.nodeOf(policy, launch.unit().pod());
      jobs.add(hotCopyJobs.hotCopy(policy, launch, node, plan.timeout(), now));
    }
    for (InspectionLaunch launch : plan.inspections()) {
      Optional<String> node = sources.nodeOf(policy, launch.lost().pod());
      jobs.add(hotCopyJobs.inspection(policy, launch, node, plan.timeout(), now));
    }
    plan.discovery().ifPresent(launch -> jobs.add(discoverJobs.discover(policy, launch)));
    return jobs;
  }

  /** Every Job of a full hot copy has its BackupSet, whoever made the Job, and when. */
  private boolean recordSets(BackupPolicy policy, Context<BackupPolicy> context) {
    boolean created = false;
    Set<String> recorded =
        sources.sets().getSecondaryResources(policy).stream()
            .map(set -> set.getMetadata().getName())
            .collect(Collectors.toSet());
    for (Job job : sources.ownJobs(policy)) {
      Map<String, String> annotations = job.getMetadata().getAnnotations();
      if (HotCopyType.FULL.text().equals(annotations.get(Api.TYPE_ANNOTATION))
          && annotations.containsKey(Api.RUN_KEY_ANNOTATION)
          && !recorded.contains(annotations.get(Api.BACKUP_SET_ANNOTATION))) {
        created |= createSet(BackupSets.of(policy, job), context);
      }
    }
    return created;
  }

  /** False when one of that name is there already, which the cache will show. */
  private boolean createSet(BackupSet set, Context<BackupPolicy> context) {
    try {
      CachedCreation.create(context.getClient(), set, sources.sets());
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
      return false;
    }
  }

  private void writeSetStatuses(
      BackupPolicy policy, PolicyPlan plan, Context<BackupPolicy> context) {
    for (ObservedSet planned : plan.sets()) {
      BackupSet set =
          sources
              .sets()
              .get(new ResourceID(planned.name(), policy.getMetadata().getNamespace()))
              .orElseThrow();
      if (StatusComparison.differs(
          context.getClient(), set.getStatus(), planned.status().orElseThrow())) {
        BackupSet next = context.getClient().getKubernetesSerialization().clone(set);
        next.setStatus(planned.status().orElseThrow());
        context.resourceOperations().updateStatus(next);
      }
    }
  }

  private static void writeStatus(
      BackupPolicy policy, PolicyPlan plan, Context<BackupPolicy> context) {
    BackupPolicy next = context.getClient().getKubernetesSerialization().clone(policy);
    next.setStatus(plan.status());
    context.resourceOperations().updatePrimaryStatus(next);
  }

  private static void deleteJobs(
      BackupPolicy policy, PolicyPlan plan, Context<BackupPolicy> context) {
    for (String job : plan.deletableJobs()) {
      context
          .getClient()
          .batch()
          .v1()
          .jobs()
          .inNamespace(policy.getMetadata().getNamespace())
          .withName(job)
          .withPropagationPolicy(DeletionPropagation.BACKGROUND)
          .delete();
    }
  }
}
