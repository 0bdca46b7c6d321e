package io.nuodb.backup.agent;

import io.nuodb.backup.nuodb.AdminClient;
import io.nuodb.backup.nuodb.AdminException;
import io.nuodb.backup.nuodb.AdminRefusedException;
import io.nuodb.backup.nuodb.HotCopyId;
import io.nuodb.backup.nuodb.HotCopyStatus;
import io.nuodb.backup.nuodb.HotCopyStatuses;
import io.nuodb.backup.nuodb.StorageManagerProcess;
import java.time.Clock;
import java.util.List;
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
    try {
      List<StorageManagerProcess> storageManagers = admin.storageManagers(task.database());
      Optional<HotCopyStatus> remembered = known.flatMap(this::status);
      if (remembered.filter(HotCopyStatus::running).isPresent()) {
        return seen(
            new Observation.Answered(storageManagers, remembered, List.of()),
            Observation.Volume.EMPTY);
      }
      HotCopyStatuses statuses =
          remembered.isPresent() ? HotCopyStatuses.NONE : statuses(storageManagers);
      Observation.Volume volume = HotCopyVolume.read(task);
      Optional<HotCopyStatus> hotCopy =
          remembered.or(
              () ->
                  HotCopySearch.inDomain(
                      task, known, statuses.statuses(), storageManagers, volume.sets()));
      return seen(domain(storageManagers, known, hotCopy, statuses), volume);
    } catch (AdminException e) {
      return seen(
          new Observation.Silent(Results.causeOf(e), e.getMessage()), HotCopyVolume.read(task));
    }
  }

  private Observation seen(Observation.Domain domain, Observation.Volume volume) {
    return new Observation(clock.instant(), domain, volume);
  }

  private Observation.Domain domain(
      List<StorageManagerProcess> storageManagers,
      Optional<HotCopyId> known,
      Optional<HotCopyStatus> hotCopy,
      HotCopyStatuses statuses) {
    if (hotCopy.isPresent()) {
      return new Observation.Answered(storageManagers, hotCopy, List.of());
    }
    Observation.Answered answered =
        new Observation.Answered(
            storageManagers,
            hotCopy,
            HotCopySearch.rivals(task, statuses.statuses(), storageManagers));
    for (String pod : task.pods()) {
      Optional<String> error =
          answered.in(pod).map(process -> statuses.errors().get(process.startId()));
      if (error.isPresent()) {
        return new Observation.Silent("the storage manager in " + pod + ": " + error.get());
      }
    }
    return known
        .map(id -> statuses.errors().get(id.coordinatorStartId()))
        .<Observation.Domain>map(
            error -> new Observation.Silent("the storage manager that coordinates: " + error))
        .orElse(answered);
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
   * A refused list must not pass for an empty one, but for a database without any of the task's
   * storage managers: their hot copies would have ended with them.
   */
  private HotCopyStatuses statuses(List<StorageManagerProcess> storageManagers)
      throws AdminException {
    try {
      return admin.hotCopyStatuses(task.database());
    } catch (AdminRefusedException e) {
      if (task.pods().stream()
          .allMatch(pod -> StorageManagerProcess.inPod(pod, storageManagers).isEmpty())) {
        return HotCopyStatuses.NONE;
      }
      throw e;
    }
  }
}
