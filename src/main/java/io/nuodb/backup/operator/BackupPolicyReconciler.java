package io.nuodb.backup.operator;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
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
import io.nuodb.backup.plan.Abandonment;
import io.nuodb.backup.plan.Adoption;
import io.nuodb.backup.plan.CancellationLaunch;
import io.nuodb.backup.plan.HotCopyLaunch;
import io.nuodb.backup.plan.InspectionLaunch;
import io.nuodb.backup.plan.ObservedSet;
import io.nuodb.backup.plan.PolicyObservation;
import io.nuodb.backup.plan.PolicyPlan;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Carries out what is planned for a policy, and keeps its backup sets' records true. */
@ControllerConfiguration(name = "backuppolicy", generationAwareEventProcessing = true)
public class BackupPolicyReconciler implements Reconciler<BackupPolicy> {
  private static final Duration RIVALS_PAUSE = Duration.ofMinutes(1);

  private final OperatorConfig config;
  private final Clock clock;
  private final HotCopyJobs hotCopyJobs;
  private final CancelJobs cancelJobs;
  private final DiscoverJobs discoverJobs;

  /** Where places are limited, one policy at a time looks at them and takes its own. */
  private final Semaphore turn;

  private PolicySources sources;

  public BackupPolicyReconciler(OperatorConfig config, Clock clock) {
    this.config = config;
    this.clock = clock;
    this.hotCopyJobs = new HotCopyJobs(config);
    this.cancelJobs = new CancelJobs(config);
    this.turn = new Semaphore(config.limits().isEmpty() ? Integer.MAX_VALUE : 1, true);
    this.discoverJobs = new DiscoverJobs(config);
  }

  @Override
  public List<EventSource<?, BackupPolicy>> prepareEventSources(
      EventSourceContext<BackupPolicy> context) {
    sources = new PolicySources(context, config, clock);
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
    PolicyObservation observed;
    PolicyPlan plan;
    Optional<String> refusal;
    turn.acquireUninterruptibly();
    try {
      observed = sources.observe(policy);
      plan = PolicyPlan.of(observed, now);
      refusal = start(policy, plan, now, context);
    } finally {
      turn.release();
    }
    boolean newSets = recordSets(policy, plan, context);
    writeSetStatuses(policy, plan, context);
    PolicyPlan reported = refusal.map(message -> plan.refused(observed, message, now)).orElse(plan);
    boolean changed =
        StatusComparison.differs(context.getClient(), policy.getStatus(), reported.status());
    if (changed) {
      writeStatus(policy, reported, context);
    }
    if (changed || !reported.abandonments().isEmpty()) {
      new EventRecorder(context.getClient(), clock)
          .record(policy, PolicyNotes.of(observed, reported));
    }
    endJobs(policy, reported, context);
    deleteJobs(policy, reported, context);
    return Reschedule.at(newSets ? Optional.of(now) : wakeUp(observed, reported, now), clock);
  }

  /** What no event tells of: the progress of hot copies, and that an older policy is gone. */
  private static Optional<Instant> wakeUp(
      PolicyObservation observed, PolicyPlan plan, Instant now) {
    Stream<Instant> progress =
        Stream.ofNullable(plan.status().running())
            .filter(running -> !running.isEmpty())
            .map(_ -> now.plus(HotCopyProgress.PAUSE));
    Stream<Instant> rivals =
        Stream.of(observed.rivals()).filter(it -> !it.isEmpty()).map(_ -> now.plus(RIVALS_PAUSE));
    return Stream.of(plan.wakeUp().stream(), progress, rivals)
        .flatMap(wakeUps -> wakeUps)
        .min(Instant::compareTo);
  }

  @Override
  public ErrorStatusUpdateControl<BackupPolicy> updateErrorStatus(
      BackupPolicy policy, Context<BackupPolicy> context, Exception e) {
    return Reschedule.after(policy, e);
  }

  /**
   * Why the API server refused the first of the plan's Jobs that it did; empty when all are there.
   */
  private Optional<String> start(
      BackupPolicy policy, PolicyPlan plan, Instant now, Context<BackupPolicy> context) {
    Optional<String> refusal = Optional.empty();
    for (Job job : jobs(policy, plan, now)) {
      try {
        JobStarter.start(job, context, sources.jobs());
      } catch (CreationRefusedException e) {
        refusal = refusal.or(() -> Optional.of(e.getMessage()));
      }
    }
    return refusal;
  }

  private List<Job> jobs(BackupPolicy policy, PolicyPlan plan, Instant now) {
    List<Job> jobs = new ArrayList<>();
    for (HotCopyLaunch launch : plan.hotCopies()) {
      Optional<String> node = sources.nodeOf(policy, launch.targets().getFirst().pod());
      jobs.add(hotCopyJobs.hotCopy(policy, launch, node, plan.timeout(), now));
    }
    for (InspectionLaunch launch : plan.inspections()) {
      Optional<String> node = sources.nodeOf(policy, launch.lost().pod());
      jobs.add(hotCopyJobs.inspection(policy, launch, node, plan.timeout(), now));
    }
    for (CancellationLaunch launch : plan.cancellations()) {
      jobs.add(cancelJobs.cancellation(policy, launch));
    }
    plan.discovery().ifPresent(launch -> jobs.add(discoverJobs.discover(policy, launch)));
    return jobs;
  }

  /** Every Job that makes a set has its BackupSet, whoever made the Job, and when. */
  private boolean recordSets(BackupPolicy policy, PolicyPlan plan, Context<BackupPolicy> context) {
    boolean created = false;
    Set<String> recorded =
        sources.sets().getSecondaryResources(policy).stream()
            .map(set -> set.getMetadata().getName())
            .collect(Collectors.toSet());
    for (Job job : sources.ownJobs(policy)) {
      for (BackupSet set : BackupSets.madeBy(policy, job)) {
        if (!recorded.contains(set.getMetadata().getName())) {
          created |= createSet(set, context);
        }
      }
    }
    for (Adoption adoption : plan.adoptions()) {
      if (!recorded.contains(adoption.name())) {
        created |= createSet(BackupSets.of(policy, adoption), context);
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

  /**
   * Lets the Job controller end them at once, and with them their pods. Why is said in the same
   * request, so that it outlives whoever asked.
   */
  private static void endJobs(BackupPolicy policy, PolicyPlan plan, Context<BackupPolicy> context) {
    for (Abandonment abandonment : plan.abandonments()) {
      Job change =
          new JobBuilder()
              .withNewMetadata()
              .addToAnnotations(Api.ENDED_BECAUSE_ANNOTATION, abandonment.message())
              .endMetadata()
              .withNewSpec()
              .withActiveDeadlineSeconds(1L)
              .endSpec()
              .build();
      context
          .getClient()
          .batch()
          .v1()
          .jobs()
          .inNamespace(policy.getMetadata().getNamespace())
          .withName(abandonment.job())
          .patch(PatchContext.of(PatchType.JSON_MERGE), change);
    }
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
