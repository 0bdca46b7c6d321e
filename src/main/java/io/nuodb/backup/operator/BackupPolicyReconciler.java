package io.nuodb.backup.operator;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.nuodb.backup.api.BackupPolicy;
import io.nuodb.backup.api.BackupSet;
import io.nuodb.backup.api.BackupSetStatus;
import io.nuodb.backup.plan.Adoption;
import io.nuodb.backup.plan.ObservedSet;
import io.nuodb.backup.plan.PolicyObservation;
import io.nuodb.backup.plan.PolicyPlan;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Carries out what is planned for a policy, and keeps its backup sets' records true. */
@ControllerConfiguration(
    name = "backuppolicy",
    generationAwareEventProcessing = true,
    informer = @Informer(itemStore = Caches.Shared.class, informerListLimit = Caches.PAGE))
public class BackupPolicyReconciler implements Reconciler<BackupPolicy> {
  private static final Duration RIVALS_PAUSE = Duration.ofMinutes(1);

  /** That of a policy that was deleted meanwhile goes by itself. */
  private static final Duration UNREPORTED = Duration.ofMinutes(10);

  /** A plan whose Jobs are there. */
  private record Carried(
      PolicyObservation observed, PolicyPlan plan, Instant time, PlannedJobs.Started started) {
    /** Whether nobody else has written the policy's status since. */
    boolean isOf(BackupPolicy policy) {
      return observed.status().equals(Optional.ofNullable(policy.getStatus()));
    }
  }

  private final OperatorConfig config;
  private final Clock clock;
  private final PolicyMetrics metrics;

  /** Where places are limited, one policy at a time looks at them and takes its own. */
  private final Semaphore turn;

  /** By uid. Should one be lost, what it started is found again. */
  private final Cache<String, Carried> unreported =
      Caffeine.newBuilder().expireAfterWrite(UNREPORTED).build();

  private PolicySources sources;
  private PlannedJobs plannedJobs;

  public BackupPolicyReconciler(OperatorConfig config, Clock clock, PolicyMetrics metrics) {
    this.config = config;
    this.clock = clock;
    this.metrics = metrics;
    this.turn = new Semaphore(config.limits().isEmpty() ? Integer.MAX_VALUE : 1, true);
  }

  @Override
  public List<EventSource<?, BackupPolicy>> prepareEventSources(
      EventSourceContext<BackupPolicy> context) {
    sources = new PolicySources(context, config, clock);
    plannedJobs = new PlannedJobs(config, sources);
    metrics.knownBy(policy -> context.getPrimaryCache().get(policy).isPresent());
    return sources.all();
  }

  /**
   * Starts first and reports then: what was started twice over is found by its name. What starts a
   * hot copy reports at the next turn, behind all policies that are due at the same time. Where a
   * start is refused, the plan is not reported, as after a crash, but why; what is over is put on
   * record all the same, so that finished Jobs can go.
   */
  @Override
  public UpdateControl<BackupPolicy> reconcile(BackupPolicy policy, Context<BackupPolicy> context) {
    if (policy.isMarkedForDeletion()) {
      return UpdateControl.noUpdate();
    }
    String uid = policy.getMetadata().getUid();
    Carried earlier = unreported.asMap().remove(uid);
    if (earlier != null && earlier.isOf(policy)) {
      report(policy, earlier, context);
      // What happened since it was planned was an event of this turn, and none of another.
      return Reschedule.at(Optional.of(clock.instant()), clock);
    }
    Carried carried = carryOut(policy, context);
    if (mayReportLater(carried)) {
      unreported.put(uid, carried);
      return Reschedule.at(Optional.of(carried.time()), clock);
    }
    return report(policy, carried, context);
  }

  /** Where places are limited, others read from the report that one is taken. */
  private boolean mayReportLater(Carried carried) {
    return !carried.plan().hotCopies().isEmpty()
        && carried.started().refusal().isEmpty()
        && config.limits().isEmpty();
  }

  private Carried carryOut(BackupPolicy policy, Context<BackupPolicy> context) {
    Instant now = clock.instant();
    turn.acquireUninterruptibly();
    try {
      PolicyObservation observed = sources.observe(policy);
      PolicyPlan plan = PolicyPlan.of(observed, now);
      return new Carried(observed, plan, now, plannedJobs.start(policy, plan, now, context));
    } finally {
      turn.release();
    }
  }

  private UpdateControl<BackupPolicy> report(
      BackupPolicy policy, Carried carried, Context<BackupPolicy> context) {
    PolicyObservation observed = carried.observed();
    Instant now = carried.time();
    boolean newSets = recordSets(policy, carried.plan(), context);
    if (carried.started().overtaken()) {
      return Reschedule.at(Optional.of(now), clock);
    }
    writeSetStatuses(policy, carried.plan(), context);
    PolicyPlan reported =
        carried
            .started()
            .refusal()
            .map(message -> carried.plan().refused(observed, message, now))
            .orElse(carried.plan());
    List<Note> notes = PolicyNotes.of(observed, reported);
    if (StatusComparison.differs(context.getClient(), policy.getStatus(), reported.status())) {
      writeStatus(policy, reported, context);
    }
    new EventRecorder(context.getClient(), clock).record(policy, notes);
    metrics.report(ResourceID.fromResource(policy), observed, reported);
    plannedJobs.prepare(policy, reported, context);
    plannedJobs.end(policy, reported, context);
    plannedJobs.delete(policy, reported, context);
    boolean news = sources.refreshProgress(policy);
    return Reschedule.at(
        newSets || news ? Optional.of(now) : wakeUp(observed, reported, now), clock);
  }

  /** What no event tells of: the progress of hot copies, and that an older policy is gone. */
  private Optional<Instant> wakeUp(PolicyObservation observed, PolicyPlan plan, Instant now) {
    Stream<Instant> progress =
        Stream.ofNullable(plan.status().running())
            .filter(running -> !running.isEmpty())
            .map(_ -> now.plus(HotCopyProgress.PAUSE));
    Stream<Instant> rivals =
        Stream.of(observed.rivals()).filter(it -> !it.isEmpty()).map(_ -> now.plus(RIVALS_PAUSE));
    return Stream.of(plan.wakeUp().stream(), progress, rivals, Stream.of(now.plus(longestSleep())))
        .flatMap(wakeUps -> wakeUps)
        .min(Instant::compareTo);
  }

  /** A timer that sleeps does not see that the clock was set. */
  Duration longestSleep() {
    return Duration.ofMinutes(10);
  }

  @Override
  public ErrorStatusUpdateControl<BackupPolicy> updateErrorStatus(
      BackupPolicy policy, Context<BackupPolicy> context, Exception e) {
    return Reschedule.after(policy, e);
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
              .orElse(null);
      // Somebody may delete it meanwhile.
      if (set != null
          && StatusComparison.differs(
              context.getClient(), set.getStatus(), planned.status().orElseThrow())) {
        BackupSetStatus status = planned.status().orElseThrow();
        context.resourceOperations().updateStatus(StatusCopy.of(set, BackupSet::new, status));
      }
    }
  }

  private static void writeStatus(
      BackupPolicy policy, PolicyPlan plan, Context<BackupPolicy> context) {
    context
        .resourceOperations()
        .updatePrimaryStatus(StatusCopy.of(policy, BackupPolicy::new, plan.status()));
  }
}
