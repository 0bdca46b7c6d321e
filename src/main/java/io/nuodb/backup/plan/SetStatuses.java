package io.nuodb.backup.plan;

import io.nuodb.backup.api.BackupSetStatus;
import io.nuodb.backup.api.BackupSetStatus.Phase;
import io.nuodb.backup.api.HotCopyType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Brings the statuses of a policy's sets up to the results that were observed. */
final class SetStatuses {
  private SetStatuses() {}

  /** The sets as their statuses ought to be. */
  static List<ObservedSet> of(PolicyObservation policy, Instant now) {
    List<ObservedSet> first =
        policy.sets().stream().map(set -> updated(policy, set, policy.sets(), now)).toList();
    // A set closes when a sibling's status, perhaps of this very moment, shows it complete.
    return first.stream().map(set -> updated(policy, set, first, now)).toList();
  }

  private static ObservedSet updated(
      PolicyObservation policy, ObservedSet set, List<ObservedSet> siblings, Instant now) {
    BackupSetStatus status = BackupSetState.of(set, outcomes(policy, set), siblings, now);
    return new ObservedSet(
        set.name(),
        set.generation(),
        set.hotCopyJob(),
        set.creationTime(),
        set.storageManager(),
        Optional.of(status));
  }

  private static List<HotCopyOutcome> outcomes(PolicyObservation policy, ObservedSet set) {
    List<HotCopyOutcome> outcomes = new ArrayList<>();
    for (HotCopyRun run : policy.runs()) {
      if (run.backupSet().equals(set.name())) {
        outcomes.add(new HotCopyOutcome(run.type(), policy.outcome(run)));
      }
    }
    Set<String> observed =
        policy.runs().stream().map(run -> run.job().name()).collect(Collectors.toSet());
    Set<String> counted = new TreeSet<>(observed);
    for (Inspection inspection : policy.inspections()) {
      if (inspection.backupSet().equals(set.name()) && counted.add(inspection.hotCopyJob())) {
        outcomes.add(lost(policy, inspection.type(), inspection.hotCopyJob()));
      }
    }
    if (set.phase() == Phase.Initializing && counted.add(set.hotCopyJob())) {
      outcomes.add(lost(policy, HotCopyType.FULL, set.hotCopyJob()));
    }
    return outcomes;
  }

  private static HotCopyOutcome lost(PolicyObservation policy, HotCopyType type, String job) {
    return new HotCopyOutcome(type, Outcome.ofLost(job, policy.inspections()));
  }
}
