package io.nuodb.backup.agent;

import io.nuodb.backup.job.Cause;
import io.nuodb.backup.job.JobResult;
import io.nuodb.backup.nuodb.StorageManagerProcess;
import java.util.Optional;

/** Parts of results that several commands give. */
final class Results {
  private Results() {}

  static JobResult failure(Cause cause, String message) {
    return new JobResult(cause, message, null, null, null, null, null);
  }

  static JobResult.StorageManager storageManager(
      String pod, Optional<StorageManagerProcess> process) {
    return new JobResult.StorageManager(
        pod,
        process.map(StorageManagerProcess::archiveId).orElse(null),
        process.map(StorageManagerProcess::startId).orElse(null),
        process.map(StorageManagerProcess::state).orElse(null));
  }
}
