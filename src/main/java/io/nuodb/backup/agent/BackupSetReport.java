package io.nuodb.backup.agent;

import io.nuodb.backup.job.JobResult;
import io.nuodb.backup.job.JobResult.SetState;
import io.nuodb.backup.nuodb.BackupElement;
import io.nuodb.backup.nuodb.BackupSetOnDisk;
import io.nuodb.backup.nuodb.DirectorySize;
import io.nuodb.backup.nuodb.JournalFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A backup set on disk as a result tells it. */
final class BackupSetReport {
  private BackupSetReport() {}

  /** Nothing where the task's set should be. */
  static JobResult.BackupSet absent(Destination destination) {
    String directory =
        switch (destination) {
          case Destination.Directory(Path path) -> path.getFileName().toString();
          case Destination.NewestSet _ -> null;
        };
    return new JobResult.BackupSet(
        directory, SetState.Absent, null, null, null, null, 0, 0, 0, 0, null);
  }

  /**
   * Measures the files of every element, which takes a while for a large set.
   *
   * @param element the element of the set that the result is about
   */
  static JobResult.BackupSet of(BackupSetOnDisk set, Optional<BackupElement> element)
      throws IOException {
    long size = 0;
    JobResult.Element reported = null;
    for (BackupElement each : set.elements().toList()) {
      long bytes = DirectorySize.of(each.directory()).bytes();
      size += bytes;
      if (element.filter(each::equals).isPresent()) {
        reported = element(each, bytes);
      }
    }
    int fulls = set.complete() ? 1 : 0;
    return new JobResult.BackupSet(
        set.directory().getFileName().toString(),
        set.complete() ? SetState.Complete : SetState.Initialized,
        set.id(),
        set.collectionId(),
        set.databaseId(),
        set.archiveUid(),
        fulls,
        set.chain().size() - fulls,
        set.journals().size(),
        size,
        reported);
  }

  private static JobResult.Element element(BackupElement element, long bytes) {
    return new JobResult.Element(
        element.name(),
        element.id(),
        element.type().text(),
        element.startTime(),
        element.endTime(),
        bytes,
        element.journal().map(JournalFiles::first).orElse(null),
        element.journal().map(JournalFiles::last).orElse(null));
  }
}
