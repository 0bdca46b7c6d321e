package io.nuodb.backup.agent;

import io.nuodb.backup.job.Cause;
import io.nuodb.backup.job.JobResult;
import io.nuodb.backup.nuodb.BackupElement;
import io.nuodb.backup.nuodb.BackupSetOnDisk;
import io.nuodb.backup.nuodb.BackupSetReader;
import io.nuodb.backup.nuodb.StorageManagerProcess;
import java.io.IOException;
import java.util.Optional;

/** The result of a hot copy: its outcome, and what it left in the set. */
final class HotCopyReport {
  private HotCopyReport() {}

  static JobResult completed(
      HotCopyTask task, HotCopyMemory memory, Observation seen, BackupElement element) {
    JobResult.BackupSet set;
    try {
      set = BackupSetReport.of(seen.volume().set().orElseThrow(), Optional.of(element));
    } catch (IOException e) {
      return result(
          Cause.BackupSetUnreadable,
          "cannot measure " + element + ": " + e,
          task,
          memory,
          seen,
          null);
    }
    String message =
        "%s completed: element %s, %d bytes"
            .formatted(task.title(), element.name(), set.element().size());
    return result(null, message, task, memory, seen, set);
  }

  /** Tells what is in the set all the same, where it can be read. */
  static JobResult failed(
      HotCopyTask task, HotCopyMemory memory, Observation seen, HotCopyStep.Failed failure) {
    JobResult.BackupSet set = null;
    try {
      Optional<BackupSetOnDisk> onDisk = BackupSetReader.read(task.set());
      set =
          onDisk.isPresent()
              ? BackupSetReport.of(onDisk.get(), Optional.empty())
              : BackupSetReport.absent();
    } catch (IOException e) {
      // The failure's own cause is what matters; the result says nothing about the set.
    }
    return result(failure.cause(), failure.message(), task, memory, seen, set);
  }

  private static JobResult result(
      Cause cause,
      String message,
      HotCopyTask task,
      HotCopyMemory memory,
      Observation seen,
      JobResult.BackupSet set) {
    Optional<StorageManagerProcess> process =
        seen.domain() instanceof Observation.Answered answered
            ? answered.process()
            : Optional.empty();
    JobResult.HotCopy hotCopy =
        memory
            .hotCopy()
            .map(id -> new JobResult.HotCopy(id.hotCopyId(), id.coordinatorStartId()))
            .orElse(null);
    return new JobResult(
        cause, message, null, storageManager(task.pod(), process), hotCopy, set, null);
  }

  private static JobResult.StorageManager storageManager(
      String pod, Optional<StorageManagerProcess> process) {
    return new JobResult.StorageManager(
        pod,
        process.map(StorageManagerProcess::archiveId).orElse(null),
        process.map(StorageManagerProcess::startId).orElse(null),
        process.map(StorageManagerProcess::state).orElse(null));
  }
}
