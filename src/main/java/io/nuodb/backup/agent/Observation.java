package io.nuodb.backup.agent;

import io.nuodb.backup.job.Cause;
import io.nuodb.backup.nuodb.ArchiveCopy;
import io.nuodb.backup.nuodb.BackupSetOnDisk;
import io.nuodb.backup.nuodb.HotCopyId;
import io.nuodb.backup.nuodb.HotCopyStatus;
import io.nuodb.backup.nuodb.StorageManagerProcess;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
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
   * @param storageManagers all of the database
   * @param hotCopy the status of the task's hot copy; empty when nobody in the domain knows of it
   * @param rivals others of its type that run, where the task's is not known
   */
  record Answered(
      List<StorageManagerProcess> storageManagers,
      Optional<HotCopyStatus> hotCopy,
      List<HotCopyStatus> rivals)
      implements Domain {
    /** The storage manager in a pod. */
    Optional<StorageManagerProcess> in(String pod) {
      return StorageManagerProcess.inPod(pod, storageManagers);
    }

    /** Whether the storage manager that coordinates a hot copy is the one that started it. */
    boolean coordinatorLives(HotCopyId hotCopy) {
      return storageManagers.stream()
          .anyMatch(process -> process.startId().equals(hotCopy.coordinatorStartId()));
    }
  }

  /**
   * What the backup volume holds, where it is mounted in the agent's pod.
   *
   * @param sets the initialised sets in which the task's element may be, newest first
   * @param copy what is at a simple hot copy's destination
   * @param passedOver why older sets could not be read, which does not matter
   * @param unreadable why it could not be read; then it says nothing about sets
   */
  record Volume(
      List<BackupSetOnDisk> sets,
      Optional<ArchiveCopy> copy,
      List<String> passedOver,
      Optional<String> unreadable) {
    static final Volume EMPTY =
        new Volume(List.of(), Optional.empty(), List.of(), Optional.empty());

    static Volume of(List<BackupSetOnDisk> sets, List<String> passedOver) {
      return new Volume(sets, Optional.empty(), passedOver, Optional.empty());
    }

    /** Directory of the newest of the sets. */
    Optional<Path> newestSet() {
      return sets.stream().findFirst().map(BackupSetOnDisk::directory);
    }

    static Volume unreadable(String reason) {
      return new Volume(List.of(), Optional.empty(), List.of(), Optional.of(reason));
    }
  }
}
