package io.nuodb.backup.plan;

import io.nuodb.backup.api.BackupSetStatus;
import io.nuodb.backup.api.BackupSetStatus.Counts;
import io.nuodb.backup.api.HotCopyType;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A BackupSet as it was seen.
 *
 * @param hotCopyJob name of the Job whose full or simple hot copy makes it
 * @param type what it is made by
 * @param storageManager where it lies, as recorded when it was made
 * @param status empty until the first one is written
 * @param cancel NuoDB's id of the hot copy that a person wants to be cancelled
 */
public record ObservedSet(
    String name,
    long generation,
    String hotCopyJob,
    BackupSetStatus.Type type,
    Instant creationTime,
    BackupSetStatus.StorageManager storageManager,
    Optional<BackupSetStatus> status,
    Optional<String> cancel) {
  BackupSetStatus.Phase phase() {
    return status.map(BackupSetStatus::phase).orElse(BackupSetStatus.Phase.Initializing);
  }

  HotCopyType madeBy() {
    return type == BackupSetStatus.Type.Simple ? HotCopyType.SIMPLE : HotCopyType.FULL;
  }

  /** Name of its directory in the backup root. */
  String directory() {
    String path = storageManager.directory();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Whether it is this directory of that claim. */
  boolean liesAt(String claim, String directory) {
    return directory.equals(directory())
        && Objects.equals(claim, storageManager.persistentVolumeClaim());
  }

  /** When its full was complete; empty while it is not, and for a simple hot copy's archive. */
  Optional<Instant> completeSince() {
    boolean complete =
        phase() == BackupSetStatus.Phase.Open || phase() == BackupSetStatus.Phase.Closed;
    return complete && type == BackupSetStatus.Type.Full
        ? status.map(BackupSetStatus::recoverable).map(BackupSetStatus.Recoverable::from)
        : Optional.empty();
  }

  /** The newest element of the type that is on record; a hot copy that runs makes a newer one. */
  String newestElement(HotCopyType hotCopy) {
    Counts counts = status.map(BackupSetStatus::counts).orElse(new Counts(0, 0, 0));
    int number = hotCopy == HotCopyType.JOURNAL ? counts.journal() : counts.incremental();
    String suffix = hotCopy == HotCopyType.JOURNAL ? ".jnl" : ".inc";
    return number == 0 ? "full" : number + suffix;
  }

  /** The same object where the status is the same: most sets of a policy never change again. */
  ObservedSet with(BackupSetStatus other) {
    Optional<BackupSetStatus> changed = Optional.of(other);
    return changed.equals(status)
        ? this
        : new ObservedSet(
            name, generation, hotCopyJob, type, creationTime, storageManager, changed, cancel);
  }
}
