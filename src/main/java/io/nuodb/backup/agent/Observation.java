package io.nuodb.backup.agent;

import io.nuodb.backup.job.Cause;
import io.nuodb.backup.nuodb.BackupSetOnDisk;
import io.nuodb.backup.nuodb.HotCopyStatus;
import io.nuodb.backup.nuodb.StorageManagerProcess;
import java.time.Instant;
import java.util.Optional;

/** What an agent sees of its hot copy at one moment. */
record Observation(Instant now, Domain domain, Volume volume) {
  /** What the admin process says. */
  sealed interface Domain permits Silent, Answered {}

  /**
   * It says nothing, or not all that a decision needs.
   *
   * @param cause what that is when it does not end
   */
  record Silent(Cause cause, String reason) implements Domain {
    Silent(String reason) {
      this(Cause.AdminUnreachable, reason);
    }
  }

  /**
   * @param process the storage manager in the task's pod
   * @param hotCopy the status of the task's hot copy; empty when nobody in the domain knows of it
   */
  record Answered(Optional<StorageManagerProcess> process, Optional<HotCopyStatus> hotCopy)
      implements Domain {}

  /**
   * What the backup volume holds.
   *
   * @param set the task's backup set, once initialised
   * @param unreadable why it could not be read; then it says nothing about the set
   */
  record Volume(Optional<BackupSetOnDisk> set, Optional<String> unreadable) {
    static final Volume EMPTY = new Volume(Optional.empty(), Optional.empty());
  }
}
