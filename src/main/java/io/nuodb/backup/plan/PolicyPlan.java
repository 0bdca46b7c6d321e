package io.nuodb.backup.plan;

import io.nuodb.backup.api.BackupPolicyStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What to do for a policy now.
 *
 * @param hotCopies to start
 * @param inspections to start
 * @param cancellations to start
 * @param discovery to start
 * @param abandonments Jobs to end
 * @param adoptions sets to put on record
 * @param unstarted due times and tokens that no run answers, to tell people of
 * @param rotations why sets are followed by new ones, by the Job that starts now
 * @param status once all that is started
 * @param sets of the policy, with the statuses that they ought to have
 * @param deletableJobs names of Jobs that may go, once all statuses are written
 * @param timeout how long a hot copy may take
 * @param wakeUp when to plan again though nothing else happens
 */
public record PolicyPlan(
    List<HotCopyLaunch> hotCopies,
    List<InspectionLaunch> inspections,
    List<CancellationLaunch> cancellations,
    Optional<DiscoveryLaunch> discovery,
    List<Abandonment> abandonments,
    List<Adoption> adoptions,
    List<Unstarted> unstarted,
    Map<String, String> rotations,
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
        List.of(),
        Optional.empty(),
        abandonments,
        List.of(),
        List.of(),
        Map.of(),
        new BackupPolicyStatus(
            observed.generation(),
            conditions.besideOthers(observed, now),
            before.map(BackupPolicyStatus::storageManagers).orElse(null),
            before.map(BackupPolicyStatus::running).orElse(null),
            before.map(BackupPolicyStatus::waiting).orElse(null),
            before.map(BackupPolicyStatus::onDemand).orElse(null),
            before.map(BackupPolicyStatus::lastSuccess).orElse(null),
            before.map(BackupPolicyStatus::recoverable).orElse(null),
            AnsweredTimes.unanswered(status.schedules(), observed),
            TokenProgress.unanswered(observed, now),
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
    CancellationPlan cancellations = CancellationPlan.of(policy, now);
    DiscoveryPlan discovery = DiscoveryPlan.of(policy, now);
    JobRetention retention = JobRetention.of(policy, schedules, now);
    List<Instant> wakeUps = new ArrayList<>(hotCopies.wakeUps());
    wakeUps.addAll(inspections.wakeUps());
    wakeUps.addAll(cancellations.wakeUps());
    wakeUps.addAll(retention.wakeUps());
    discovery.wakeUp().ifPresent(wakeUps::add);
    List<Abandonment> abandonments = Abandonment.of(policy, wakeUps, now);
    BackupPolicyStatus status =
        new PolicyStatuses(policy, schedules, hotCopies, discovery, now).next(wakeUps);
    return new PolicyPlan(
        hotCopies.launches(),
        inspections.launches(),
        cancellations.launches(),
        discovery.launch(),
        abandonments,
        Adoption.of(policy),
        hotCopies.unstarted(),
        hotCopies.rotations(),
        status,
        policy.sets(),
        retention.deletable(),
        schedules.timeout(),
        wakeUps.stream().min(Instant::compareTo));
  }
}
