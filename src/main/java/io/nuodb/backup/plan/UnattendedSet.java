package io.nuodb.backup.plan;

import io.nuodb.backup.api.BackupSetStatus;
import io.nuodb.backup.api.Condition;
import io.nuodb.backup.plan.Conditions.State;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a BackupSet says while there is no policy that writes its status. */
public final class UnattendedSet {
  private UnattendedSet() {}

  /** Of one that the operator did not make. */
  public static BackupSetStatus notRecorded(
      Optional<BackupSetStatus> before, long generation, Instant now) {
    return stalled(
        before,
        generation,
        Reason.NotRecorded,
        "only the operator makes BackupSets, and this one has no record of where its set lies:"
            + " nothing is done with it, and it may be deleted",
        now);
  }

  /**
   * Of one whose policy does not exist; empty when all is said, as nothing of the set is open.
   *
   * @param policy name of its policy
   */
  public static Optional<BackupSetStatus> withoutPolicy(
      ObservedSet set, String policy, Instant now) {
    if (set.phase() != BackupSetStatus.Phase.Initializing) {
      return Optional.empty();
    }
    return Optional.of(
        stalled(
            set.status(),
            set.generation(),
            Reason.PolicyNotFound,
            "there is no BackupPolicy %s in this namespace to follow the full hot copy: apply one,"
                    .formatted(policy)
                + " and what became of it is found out",
            now));
  }

  private static BackupSetStatus stalled(
      Optional<BackupSetStatus> before,
      long generation,
      Reason reason,
      String message,
      Instant now) {
    List<Condition> conditions =
        Conditions.of(
            before.map(BackupSetStatus::conditions).orElse(List.of()),
            State.STALLED,
            reason.name(),
            message,
            generation,
            now);
    return new BackupSetStatus(
        generation,
        before.map(BackupSetStatus::phase).orElse(null),
        before.map(BackupSetStatus::type).orElse(null),
        before.map(BackupSetStatus::storageManager).orElse(null),
        before.map(BackupSetStatus::setId).orElse(null),
        before.map(BackupSetStatus::collectionId).orElse(null),
        before.map(BackupSetStatus::databaseId).orElse(null),
        before.map(BackupSetStatus::elements).orElse(null),
        before.map(BackupSetStatus::counts).orElse(null),
        before.map(BackupSetStatus::size).orElse(null),
        before.map(BackupSetStatus::recoverable).orElse(null),
        conditions);
  }
}
