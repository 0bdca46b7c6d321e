package io.nuodb.backup.agent;

import io.nuodb.backup.job.JobResult;
import java.io.IOException;
import java.util.Optional;

/** Parts of results that several commands give. */
final class Results {
  private Results() {}

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
        null,
        BackupSetReport.of(chain.set(), Optional.of(chain.last())),
        null,
        restored.orElse(null));
  }
}
