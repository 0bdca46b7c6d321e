package io.nuodb.backup.plan;

import io.nuodb.backup.api.BackupSetStatus;
import io.nuodb.backup.api.HotCopyType;
import java.util.Optional;

/**
 * A hot copy's Job and what its annotations say.
 *
 * @param type what really runs: a full where an incremental found no complete set
 * @param storageManager where the set lies
 * @param afterElement the set's newest element when the Job was made; empty for a full
 */
public record HotCopyRun(
    RunKey key,
    HotCopyType type,
    String backupSet,
    BackupSetStatus.StorageManager storageManager,
    Optional<String> afterElement,
    ObservedJob job) {
  /** Whether a full runs because an incremental found no complete set to add to. */
  public boolean inPlaceOfIncremental() {
    return type != key.type();
  }
}
