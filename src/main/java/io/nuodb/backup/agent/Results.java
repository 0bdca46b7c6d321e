package io.nuodb.backup.agent;

import io.nuodb.backup.job.Cause;
import io.nuodb.backup.job.JobResult;
import java.io.IOException;
import java.util.Optional;

/** Parts of results that several commands give. */
final class Results {
  private Results() {}

  static JobResult failure(Cause cause, String message) {
    return new JobResult(cause, message, null, null, null, null, null);
  }

  /**
   * A step of a restore went well.
   *
   * @param restored empty before the archive is restored
   */
  static JobResult restoring(
      String message, RestoreChain chain, Optional<JobResult.Restored> restored)
      throws IOException {
    return new JobResult(
        null,
        message,
        null,
        null,
        null,
        BackupSetReport.of(chain.set(), Optional.of(chain.last())),
        restored.orElse(null));
  }
}
