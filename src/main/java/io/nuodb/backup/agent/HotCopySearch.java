package io.nuodb.backup.agent;

import io.nuodb.backup.nuodb.ArchiveCopy;
import io.nuodb.backup.nuodb.BackupSetOnDisk;
import io.nuodb.backup.nuodb.HotCopyId;
import io.nuodb.backup.nuodb.HotCopyStatus;
import io.nuodb.backup.nuodb.HotCopyType;
import io.nuodb.backup.nuodb.StorageManagerProcess;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds a run's hot copy among those that the domain remembers. */
final class HotCopySearch {
  private HotCopySearch() {}

  /**
   * The status of the known hot copy; while none is known, of one that may be the task's: a running
   * one before others, then the youngest.
   *
   * @param storageManagers of the database
   * @param sets the sets on the volume in which the task's element may be
   */
  static Optional<HotCopyStatus> inDomain(
      HotCopyTask task,
      Optional<HotCopyId> known,
      Collection<HotCopyStatus> statuses,
      Collection<StorageManagerProcess> storageManagers,
      List<BackupSetOnDisk> sets) {
    return statuses.stream()
        .filter(
            status ->
                known.isPresent()
                    ? known.get().equals(status.id())
                    : task.targets().stream()
                        .anyMatch(target -> belongs(task, target, status, storageManagers, sets)))
        .max(
            Comparator.comparing(HotCopyStatus::running)
                .thenComparing(status -> status.begin().orElse(Instant.MIN)));
  }

  /**
   * Running hot copies of the task's type: those that its storage managers coordinate or, where
   * there is none, all, since others may have its archives in a coordinated one.
   */
  static List<HotCopyStatus> rivals(
      HotCopyTask task,
      Collection<HotCopyStatus> statuses,
      Collection<StorageManagerProcess> storageManagers) {
    List<HotCopyStatus> alike =
        statuses.stream()
            .filter(HotCopyStatus::running)
            .filter(
                status -> WorkDirectory.type(Path.of(status.destinationDirectory())) == task.type())
            .toList();
    List<String> startIds =
        task.pods().stream()
            .flatMap(pod -> StorageManagerProcess.inPod(pod, storageManagers).stream())
            .map(StorageManagerProcess::startId)
            .toList();
    List<HotCopyStatus> own =
        alike.stream()
            .filter(status -> startIds.contains(status.id().coordinatorStartId()))
            .toList();
    return own.isEmpty() ? alike : own;
  }

  /**
   * An element's number tells nothing of hot copies that ended without one: the next gets the same.
   * Where it is what counts those that failed belong to nobody, and the worst is that a run asks
   * again. One that was cancelled does since the run began: what a person stopped stays stopped.
   */
  private static boolean belongs(
      HotCopyTask task,
      Target target,
      HotCopyStatus status,
      Collection<StorageManagerProcess> storageManagers,
      List<BackupSetOnDisk> sets) {
    if (target.afterElement().isPresent() && task.numbered() && isNobodys(task, status)) {
      return false;
    }
    Path destination = Path.of(status.destinationDirectory()).normalize();
    return switch (target.destination()) {
      case Destination.Directory(Path path) when task.type() == HotCopyType.SIMPLE ->
          destination.startsWith(path) || destination.startsWith(ArchiveCopy.incomplete(path));
      case Destination.Directory(Path path) -> writes(task, target, path, destination, status);
      // Other storage managers may have volumes of their own at the same path.
      case Destination.NewestSet _ ->
          StorageManagerProcess.inPod(target.pod(), storageManagers)
                  .filter(process -> process.startId().equals(status.id().coordinatorStartId()))
                  .isPresent()
              && sets.stream()
                  .anyMatch(set -> writes(task, target, set.directory(), destination, status));
    };
  }

  private static boolean isNobodys(HotCopyTask task, HotCopyStatus status) {
    return switch (status.state()) {
      case RUNNING, COMPLETED -> false;
      case FAILED -> true;
      case CANCELLED -> status.begin().filter(task::hasBegunAt).isEmpty();
    };
  }

  private static boolean writes(
      HotCopyTask task, Target target, Path set, Path destination, HotCopyStatus status) {
    return WorkDirectory.element(set, destination)
        .filter(element -> task.mayHaveMade(target, set, element, status.begin()))
        .isPresent();
  }
}
