package io.nuodb.backup.plan;

import io.nuodb.backup.api.BackupSetStatus;
import java.time.Instant;
import java.util.Optional;

/**
 * A BackupSet as it was seen.
 *
 * @param hotCopyJob name of the Job whose full hot copy makes it
 * @param storageManager where it lies, as recorded when it was made
 * @param status empty until the first one is written
 */
public record ObservedSet(
    String name,
    long generation,
    String hotCopyJob,
    Instant creationTime,
    BackupSetStatus.StorageManager storageManager,
    Optional<BackupSetStatus> status) {
  BackupSetStatus.Phase phase() {
    return status.map(BackupSetStatus::phase).orElse(BackupSetStatus.Phase.Initializing);
  }

  /** The newest element that is on record; an incremental hot copy that runs makes a newer one. */
  String newestElement() {
    int incrementals =
        status.map(BackupSetStatus::counts).map(BackupSetStatus.Counts::incremental).orElse(0);
    return incrementals == 0 ? "full" : incrementals + ".inc";
  }
}
