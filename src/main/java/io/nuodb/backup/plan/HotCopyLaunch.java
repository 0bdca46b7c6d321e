package io.nuodb.backup.plan;

import io.nuodb.backup.api.BackupSetStatus;
import io.nuodb.backup.api.HotCopyType;
import java.util.Optional;

/**
 * A hot copy to start now.
 *
 * @param type what is to run
 * @param backupSet name of the BackupSet, new if the type is full
 * @param storageManager where the set lies
 * @param afterElement the newest element on record of the set that is added to; empty for a full
 */
public record HotCopyLaunch(
    RunKey key,
    String job,
    HotCopyType type,
    Unit unit,
    String backupSet,
    BackupSetStatus.StorageManager storageManager,
    Optional<String> afterElement) {
  /** Whether a full runs because an incremental found no complete set to add to. */
  public boolean inPlaceOfIncremental() {
    return type != key.type();
  }
}
