package io.nuodb.backup.agent;

import io.nuodb.backup.job.JobResult;
import io.nuodb.backup.job.JobResult.SetState;
import io.nuodb.backup.nuodb.BackupElement;
import io.nuodb.backup.nuodb.BackupSetOnDisk;
import io.nuodb.backup.nuodb.DirectorySize;
import java.io.IOException;
import java.util.Optional;

/** A backup set on disk as a result tells it. */
final class BackupSetReport {
  private BackupSetReport() {}

  static JobResult.BackupSet absent() {
    return new JobResult.BackupSet(SetState.Absent, null, null, null, null, 0, 0, 0, null);
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
    for (BackupElement each : set.chain()) {
      long bytes = DirectorySize.of(each.directory()).bytes();
      size += bytes;
      if (element.filter(each::equals).isPresent()) {
        reported = element(each, bytes);
      }
    }
    for (String journal : set.journals()) {
      size += DirectorySize.of(set.directory().resolve(journal)).bytes();
    }
    int fulls = set.complete() ? 1 : 0;
    return new JobResult.BackupSet(
        set.complete() ? SetState.Complete : SetState.Initialized,
        set.id(),
        set.collectionId(),
        set.databaseId(),
        set.archiveUid(),
        fulls,
        set.chain().size() - fulls,
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
        bytes);
  }
}
