package io.nuodb.backup.agent;

import io.nuodb.backup.job.JobResult;
import io.nuodb.backup.nuodb.BackupElement;
import io.nuodb.backup.nuodb.BackupSetOnDisk;
import io.nuodb.backup.nuodb.BackupSetOrder;
import io.nuodb.backup.nuodb.BackupSetReader;
import io.nuodb.backup.nuodb.DirectorySize;
import io.nuodb.backup.nuodb.HotCopyType;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** How much room a mounted volume has, and how much of the backup volume a hot copy needs. */
final class MountedVolume {
  private MountedVolume() {}

  /** The backup volume; empty when none is mounted or its file system does not tell. */
  static Optional<JobResult.Volume> of(HotCopyTask task) {
    return task.mounted().flatMap(target -> of(target.destination().root()));
  }

  /** The file system of a directory; empty when it does not tell. */
  static Optional<JobResult.Volume> of(Path directory) {
    try {
      FileStore store = Files.getFileStore(directory);
      return Optional.of(new JobResult.Volume(store.getTotalSpace(), store.getUsableSpace()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * What to add to the message of a hot copy that found the volume full; may be nothing.
   *
   * @param room what {@link #of} told
   */
  static String need(HotCopyTask task, Observation.Volume seen, Optional<JobResult.Volume> room) {
    StringBuilder need = new StringBuilder();
    try {
      Optional<BackupElement> earlier = earlier(task, seen);
      if (earlier.isPresent()) {
        Path directory = earlier.get().directory();
        need.append(
            "; the last %s one, %s, took %d bytes"
                .formatted(
                    earlier.get().type().text(), directory, DirectorySize.of(directory).bytes()));
      }
    } catch (IOException e) {
      // A volume in trouble: what it tells is all there is to tell.
    }
    room.ifPresent(
        volume ->
            need.append(
                "; %d of the volume's %d bytes are free".formatted(volume.free(), volume.size())));
    return need.toString();
  }

  /** The newest element from which the size of the task's can be guessed. */
  private static Optional<BackupElement> earlier(HotCopyTask task, Observation.Volume seen)
      throws IOException {
    Optional<BackupSetOnDisk> set = seen.sets().stream().findFirst();
    Optional<BackupElement> alike = set.flatMap(it -> it.newest(task.type()));
    if (alike.isPresent() || task.mounted().isEmpty() || task.type() == HotCopyType.JOURNAL) {
      return alike;
    }
    Path root = task.mounted().get().destination().root();
    for (BackupSetOrder.Entry sibling :
        BackupSetOrder.read(root, set.map(BackupSetOnDisk::archiveUid)).newestFirst()) {
      Optional<BackupElement> full =
          BackupSetReader.read(sibling.directory()).flatMap(it -> it.newest(HotCopyType.FULL));
      if (full.isPresent()) {
        return full;
      }
    }
    return Optional.empty();
  }
}
