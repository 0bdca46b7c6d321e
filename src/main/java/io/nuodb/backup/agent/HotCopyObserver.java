package io.nuodb.backup.agent;

import io.nuodb.backup.nuodb.AdminClient;
import io.nuodb.backup.nuodb.AdminException;
import io.nuodb.backup.nuodb.AdminRefusedException;
import io.nuodb.backup.nuodb.BackupSetReader;
import io.nuodb.backup.nuodb.BackupSetUnreadableException;
import io.nuodb.backup.nuodb.HotCopyId;
import io.nuodb.backup.nuodb.HotCopyStatus;
import io.nuodb.backup.nuodb.HotCopyStatuses;
import io.nuodb.backup.nuodb.StorageManagerProcess;
import java.time.Clock;
import java.util.Optional;

/** Looks at a hot copy from all sides: the domain's processes and statuses, and the volume. */
final class HotCopyObserver {
  private final HotCopyTask task;
  private final AdminClient admin;
  private final Clock clock;

  HotCopyObserver(HotCopyTask task, AdminClient admin, Clock clock) {
    this.task = task;
    this.admin = admin;
    this.clock = clock;
  }

  /** The volume is read after the domain, so that it is at least as new as what that says. */
  Observation look(Optional<HotCopyId> known) {
    Observation.Domain domain;
    try {
      domain = domain(known);
    } catch (AdminException e) {
      domain = new Observation.Silent(Results.causeOf(e), e.getMessage());
    }
    Observation.Volume volume = running(domain) ? Observation.Volume.EMPTY : volume();
    return new Observation(clock.instant(), domain, volume);
  }

  private Observation.Domain domain(Optional<HotCopyId> known) throws AdminException {
    Optional<StorageManagerProcess> process =
        StorageManagerProcess.inPod(task.pod(), admin.storageManagers(task.database()));
    Optional<HotCopyStatus> remembered = known.flatMap(this::status);
    if (remembered.isPresent()) {
      return new Observation.Answered(process, remembered);
    }
    HotCopyStatuses statuses = statuses(process);
    Optional<HotCopyStatus> hotCopy = HotCopySearch.inDomain(task, known, statuses.statuses());
    String error = process.map(it -> statuses.errors().get(it.startId())).orElse(null);
    return hotCopy.isEmpty() && error != null
        ? new Observation.Silent("the storage manager in " + task.pod() + ": " + error)
        : new Observation.Answered(process, hotCopy);
  }

  /**
   * Empty when the admin does not give it. How the admin says that it does not know a hot copy is
   * not documented, so the list of all has the last word.
   */
  private Optional<HotCopyStatus> status(HotCopyId id) {
    try {
      return Optional.of(admin.hotCopyStatus(id)).filter(status -> status.id().equals(id));
    } catch (AdminException e) {
      return Optional.empty();
    }
  }

  /**
   * A refused list must not pass for an empty one, but for a database without the task's storage
   * manager: its hot copies would have ended with it.
   */
  private HotCopyStatuses statuses(Optional<StorageManagerProcess> process) throws AdminException {
    try {
      return admin.hotCopyStatuses(task.database());
    } catch (AdminRefusedException e) {
      if (process.isEmpty()) {
        return HotCopyStatuses.NONE;
      }
      throw e;
    }
  }

  private static boolean running(Observation.Domain domain) {
    return domain instanceof Observation.Answered answered
        && answered.hotCopy().filter(HotCopyStatus::running).isPresent();
  }

  private Observation.Volume volume() {
    try {
      return new Observation.Volume(BackupSetReader.read(task.set()), Optional.empty());
    } catch (BackupSetUnreadableException e) {
      return new Observation.Volume(Optional.empty(), Optional.of(e.getMessage()));
    }
  }
}
