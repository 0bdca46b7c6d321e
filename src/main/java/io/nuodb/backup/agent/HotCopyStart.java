package io.nuodb.backup.agent;

import io.nuodb.backup.job.Cause;
import io.nuodb.backup.nuodb.StorageManagerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Whether a hot copy can be asked for: every archive must be served and have its place. */
sealed interface HotCopyStart {
  /**
   * @param directories by archive id
   */
  record Ready(Map<Integer, Path> directories) implements HotCopyStart {}

  /**
   * Something is not there yet.
   *
   * @param limit how long to wait for it
   * @param failure what it is when it does not come
   */
  record Missing(Duration limit, HotCopyStep.Failed failure) implements HotCopyStart {}

  static HotCopyStart of(
      HotCopyTask task, Observation.Answered answered, Observation.Volume volume) {
    Map<Integer, Path> directories = new TreeMap<>();
    for (Target target : task.targets()) {
      Optional<StorageManagerProcess> process = answered.in(target.pod());
      if (process.isEmpty()) {
        return storageManager(
            Cause.ArchiveUnknown,
            "the admin process knows no storage manager of database %s in %s"
                .formatted(task.database(), target.pod()));
      }
      if (!process.get().running()) {
        return storageManager(
            Cause.StorageManagerNotRunning,
            "the storage manager in %s is %s".formatted(target.pod(), process.get().state()));
      }
      Optional<Path> directory = directory(target.destination(), volume);
      if (directory.isEmpty()) {
        return new Missing(
            HotCopyDecision.SETTLING,
            new HotCopyStep.Failed(
                Cause.BackupSetNotFound,
                "no backup set of the archive is initialised under "
                    + target.destination().root()));
      }
      directories.put(process.get().archiveId(), directory.get());
    }
    return new Ready(directories);
  }

  private static Missing storageManager(Cause cause, String message) {
    return new Missing(HotCopyDecision.PATIENCE, new HotCopyStep.Failed(cause, message));
  }

  private static Optional<Path> directory(Destination destination, Observation.Volume volume) {
    return switch (destination) {
      case Destination.Directory(Path path) -> Optional.of(path);
      case Destination.NewestSet _ -> volume.newestSet();
    };
  }
}
