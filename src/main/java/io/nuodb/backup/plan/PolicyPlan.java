package io.nuodb.backup.plan;

import static java.time.temporal.ChronoUnit.SECONDS;

import io.nuodb.backup.api.BackupPolicyStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What to do for a policy now.
 *
 * @param hotCopies to start
 * @param inspections to start
 * @param discovery to start
 * @param unstarted due times and tokens that no run answers, to tell people of
 * @param status once all that is started
 * @param sets of the policy, with the statuses that they ought to have
 * @param deletableJobs names of Jobs that may go, once all statuses are written
 * @param timeout how long a hot copy may take
 * @param wakeUp when to plan again though nothing else happens
 */
public record PolicyPlan(
    List<HotCopyLaunch> hotCopies,
    List<InspectionLaunch> inspections,
    Optional<DiscoveryLaunch> discovery,
    List<Unstarted> unstarted,
    BackupPolicyStatus status,
    List<ObservedSet> sets,
    List<String> deletableJobs,
    Duration timeout,
    Optional<Instant> wakeUp) {
  private static final Duration AFTER_REFUSAL = Duration.ofSeconds(10);

  /**
   * What is true when not all of the plan could be started: nothing of it is reported, and soon it
   * is planned again, so that what was started after all is found.
   *
   * @param message why the API server refused a Job
   */
  public PolicyPlan refused(PolicyObservation observed, String message, Instant now) {
    var conditions =
        new PolicyConditions(Conditions.State.WAITING, Reason.CreationRefused.name(), message);
    Optional<BackupPolicyStatus> before = observed.status();
    return new PolicyPlan(
        List.of(),
        List.of(),
        Optional.empty(),
        List.of(),
        new BackupPolicyStatus(
            observed.generation(),
            conditions.asList(observed, now),
            before.map(BackupPolicyStatus::storageManagers).orElse(null),
            before.map(BackupPolicyStatus::running).orElse(null),
            before.map(BackupPolicyStatus::onDemand).orElse(null),
            before.map(BackupPolicyStatus::lastSuccess).orElse(null),
            before.map(BackupPolicyStatus::schedules).orElse(status.schedules()),
            before.map(BackupPolicyStatus::pendingOnDemand).orElse(null),
            before.map(BackupPolicyStatus::discovery).orElse(null)),
        sets,
        deletableJobs,
        timeout,
        Optional.of(now.plus(AFTER_REFUSAL)));
  }

  /** The whole of the operator's judgement on a policy; it depends on its arguments alone. */
  public static PolicyPlan of(PolicyObservation observed, Instant now) {
    PolicyObservation policy = observed.with(SetStatuses.of(observed, now));
    PolicySchedules schedules = PolicySchedules.of(policy.spec());
    HotCopyPlan hotCopies = HotCopyPlanner.plan(policy, schedules, now);
    InspectionPlan inspections = InspectionPlan.of(policy, now);
    DiscoveryPlan discovery = DiscoveryPlan.of(policy, now);
    JobRetention retention = JobRetention.of(policy, schedules, now);
    return new PolicyPlan(
        hotCopies.launches(),
        inspections.launches(),
        discovery.launch(),
        hotCopies.unstarted(),
        new PolicyStatuses(policy, schedules, hotCopies, discovery, now.truncatedTo(SECONDS))
            .next(),
        policy.sets(),
        retention.deletable(),
        schedules.timeout(),
        Stream.of(
                hotCopies.wakeUps().stream(),
                inspections.wakeUps().stream(),
                discovery.wakeUp().stream(),
                retention.wakeUps().stream())
            .flatMap(wakeUps -> wakeUps)
            .min(Instant::compareTo));
  }
}
