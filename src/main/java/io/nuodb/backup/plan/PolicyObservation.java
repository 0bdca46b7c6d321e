package io.nuodb.backup.plan;

import io.nuodb.backup.api.BackupPolicySpec;
import io.nuodb.backup.api.BackupPolicyStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Everything about a policy that decisions rest on. */
public record PolicyObservation(
    String name,
    String uid,
    Instant creationTime,
    long generation,
    BackupPolicySpec spec,
    Optional<BackupPolicyStatus> status,
    List<Unit> units,
    List<HotCopyRun> runs,
    List<Inspection> inspections,
    List<Discovery> discoveries,
    List<ObservedSet> sets) {
  Outcome outcome(HotCopyRun run) {
    return Outcome.of(run, inspections);
  }

  PolicyObservation with(List<ObservedSet> otherSets) {
    return new PolicyObservation(
        name,
        uid,
        creationTime,
        generation,
        spec,
        status,
        units,
        runs,
        inspections,
        discoveries,
        otherSets);
  }
}
