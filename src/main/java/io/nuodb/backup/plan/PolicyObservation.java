package io.nuodb.backup.plan;

import io.nuodb.backup.api.BackupPolicySpec;
import io.nuodb.backup.api.BackupPolicyStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Everything about a policy that decisions rest on.
 *
 * @param cancellations ids of the hot copies that Jobs were made to cancel
 * @param rivals by pod, the older policies that select the same pods
 * @param slots what other policies leave of the limits on hot copies at once
 * @param pendingAllowance how long a Job's pod may take to start
 */
public record PolicyObservation(
    String name,
    String uid,
    Instant creationTime,
    long generation,
    BackupPolicySpec spec,
    Optional<BackupPolicyStatus> status,
    List<ObservedStorageManager> storageManagers,
    List<HotCopyRun> runs,
    List<Inspection> inspections,
    List<Discovery> discoveries,
    List<Cancellation> cancellations,
    List<ObservedSet> sets,
    Map<String, String> rivals,
    HotCopySlots slots,
    Duration pendingAllowance) {
  /** What became of the whole hot copy: it succeeded where it did on all its archives. */
  Outcome outcome(HotCopyRun run) {
    List<Outcome> all = run.targets().stream().map(target -> outcome(run, target)).toList();
    return all.stream()
        .filter(Outcome.Failed.class::isInstance)
        .findFirst()
        .or(() -> all.stream().filter(Outcome::unfinished).findFirst())
        .orElseGet(all::getFirst);
  }

  /** What became of one of its archives. */
  Outcome outcome(HotCopyRun run, HotCopyTarget target) {
    return Outcome.of(run, target, inspections);
  }

  /** Whether something may still be at work for the run, on any of its archives. */
  boolean unfinished(HotCopyRun run) {
    return run.targets().stream().anyMatch(target -> outcome(run, target).unfinished());
  }

  Optional<ObservedSet> set(String name) {
    return sets.stream().filter(set -> set.name().equals(name)).findFirst();
  }

  String backupRoot() {
    return Objects.requireNonNullElse(spec.backupRoot(), BackupPolicySpec.DEFAULT_BACKUP_ROOT);
  }

  boolean suspended() {
    return Boolean.TRUE.equals(spec.suspend());
  }

  PolicyObservation with(List<ObservedSet> otherSets) {
    return new PolicyObservation(
        name,
        uid,
        creationTime,
        generation,
        spec,
        status,
        storageManagers,
        runs,
        inspections,
        discoveries,
        cancellations,
        otherSets,
        rivals,
        slots,
        pendingAllowance);
  }
}
