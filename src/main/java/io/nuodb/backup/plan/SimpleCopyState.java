package io.nuodb.backup.plan;

import io.nuodb.backup.api.BackupSetStatus;
import io.nuodb.backup.api.BackupSetStatus.Phase;
import io.nuodb.backup.api.Condition;
import io.nuodb.backup.job.JobResult;
import io.nuodb.backup.plan.Conditions.State;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is true of the archive that a simple hot copy makes, from its record and its result. */
final class SimpleCopyState {
  private SimpleCopyState() {}

  static BackupSetStatus of(ObservedSet set, List<HotCopyOutcome> outcomes, Instant now) {
    Optional<Outcome> outcome = outcomes.stream().map(HotCopyOutcome::outcome).findFirst();
    Optional<BackupSetStatus> before = set.status();
    Phase phase =
        switch (outcome.orElse(null)) {
          case Outcome.Succeeded _ -> Phase.Closed;
          case Outcome.Failed _ -> Phase.Failed;
          case null, default -> set.phase();
        };
    return new BackupSetStatus(
        set.generation(),
        phase,
        set.type(),
        before.map(BackupSetStatus::storageManager).orElse(set.storageManager()),
        null,
        null,
        null,
        null,
        null,
        outcome
            .flatMap(SimpleCopyState::archiveCopy)
            .map(copy -> BackupSetState.quantity(copy.size()))
            .or(() -> before.map(BackupSetStatus::size))
            .orElse(null),
        null,
        conditions(set, phase, outcome, now));
  }

  private static Optional<JobResult.ArchiveCopy> archiveCopy(Outcome outcome) {
    return outcome instanceof Outcome.Succeeded(JobResult result, _)
        ? Optional.ofNullable(result.archiveCopy())
        : Optional.empty();
  }

  private static List<Condition> conditions(
      ObservedSet set, Phase phase, Optional<Outcome> outcome, Instant now) {
    List<Condition> before = set.status().map(BackupSetStatus::conditions).orElse(List.of());
    if (outcome.orElse(null) instanceof Outcome.Failed failed) {
      return Conditions.of(
          before, State.STALLED, failed.reason(), failed.message(), set.generation(), now);
    }
    return switch (phase) {
      case Closed ->
          Conditions.of(
              before,
              State.READY,
              Reason.Complete.name(),
              "the archive can be used",
              set.generation(),
              now);
      case Failed -> before;
      case Initializing, Open ->
          Conditions.of(
              before,
              State.RECONCILING,
              Reason.HotCopyRunning.name(),
              "the simple hot copy has not ended",
              set.generation(),
              now);
    };
  }
}
