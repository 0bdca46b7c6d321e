package io.nuodb.backup.agent;

import io.nuodb.backup.job.Cause;
import io.nuodb.backup.job.JobResult;

/** Parts of results that several commands give. */
final class Results {
  private Results() {}

  static JobResult failure(Cause cause, String message) {
    return new JobResult(cause, message, null, null, null, null, null);
  }
}
