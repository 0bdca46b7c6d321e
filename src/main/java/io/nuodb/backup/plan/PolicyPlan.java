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
