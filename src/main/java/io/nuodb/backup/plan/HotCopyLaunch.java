package io.nuodb.backup.plan;

import io.nuodb.backup.api.BackupSetStatus;
import io.nuodb.backup.api.HotCopyType;

/**
 * A hot copy to start now.
 *
 * @param type what is to run
 * @param backupSet name of the BackupSet, new if the type is full
 */
public record HotCopyLaunch(
    RunKey key,
    String job,
    HotCopyType type,
    Unit unit,
    String backupSet,
    BackupSetStatus.StorageManager storageManager) {
  /** Whether a full runs because an incremental found no complete set to add to. */
  public boolean inPlaceOfIncremental() {
    return type != key.type();
  }
}
