package io.nuodb.backup.plan;

import io.nuodb.backup.api.BackupSetStatus.Phase;
import io.nuodb.backup.api.HotCopyType;
import io.nuodb.backup.job.JobResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Brings the statuses of a policy's sets up to the results that were observed. */
final class SetStatuses {
  private SetStatuses() {}

  /** The sets as their statuses ought to be. */
  static List<ObservedSet> of(PolicyObservation policy, Instant now) {
    Set<String> jobs =
        policy.runs().stream().map(run -> run.job().name()).collect(Collectors.toSet());
    List<ObservedSet> first = updated(policy, policy.sets(), jobs, now);
    // A set closes when a sibling's status, perhaps of this very moment, shows it complete.
    return first.equals(policy.sets()) ? first : updated(policy, first, jobs, now);
  }

  private static List<ObservedSet> updated(
      PolicyObservation policy, List<ObservedSet> sets, Set<String> jobs, Instant now) {
    return sets.stream()
        .map(set -> set.with(BackupSetState.of(set, outcomes(policy, set, jobs), sets, now)))
        .toList();
  }

  private static List<HotCopyOutcome> outcomes(
      PolicyObservation policy, ObservedSet set, Set<String> jobs) {
    List<HotCopyOutcome> outcomes = new ArrayList<>();
    for (HotCopyRun run : policy.runs()) {
      for (HotCopyTarget target : run.targets()) {
        if (mayHaveWrittenTo(set, target)) {
          Outcome outcome = policy.outcome(run, target);
          if (wroteTo(set, target, outcome)) {
            outcomes.add(new HotCopyOutcome(run.type(), outcome));
          }
        }
      }
    }
    Set<String> counted = new HashSet<>(jobs);
    for (Inspection inspection : policy.inspections()) {
      if (!jobs.contains(inspection.hotCopyJob())
          && foundIn(policy, set, inspection)
          && counted.add(inspection.hotCopyJob())) {
        outcomes.add(lost(policy, inspection.type(), inspection.hotCopyJob(), inspection.pod()));
      }
    }
    if (set.phase() == Phase.Initializing && counted.add(set.hotCopyJob())) {
      outcomes.add(lost(policy, set.madeBy(), set.hotCopyJob(), set.storageManager().pod()));
    }
    return outcomes;
  }

  private static boolean foundIn(PolicyObservation policy, ObservedSet set, Inspection inspection) {
    if (!inspection.backupSet().isEmpty()) {
      return inspection.backupSet().equals(set.name());
    }
    return inspection.pod().equals(set.storageManager().pod())
        && Outcome.ofLost(inspection.hotCopyJob(), inspection.pod(), policy.inspections())
            instanceof Outcome.Succeeded(JobResult result, _)
        && result.backupSet() != null
        && set.directory().equals(result.backupSet().directory());
  }

  private static boolean mayHaveWrittenTo(ObservedSet set, HotCopyTarget target) {
    return target.backupSet() == null || target.backupSet().equals(set.name());
  }

  /** A journal hot copy's set is known by its result alone. */
  private static boolean wroteTo(ObservedSet set, HotCopyTarget target, Outcome outcome) {
    return target
        .set()
        .map(set.name()::equals)
        .orElseGet(
            () ->
                outcome instanceof Outcome.Succeeded(JobResult result, _)
                    && result.backupSet() != null
                    && set.liesAt(
                        target.place().persistentVolumeClaim(), result.backupSet().directory()));
  }

  private static HotCopyOutcome lost(
      PolicyObservation policy, HotCopyType type, String job, String pod) {
    return new HotCopyOutcome(type, Outcome.ofLost(job, pod, policy.inspections()));
  }
}
