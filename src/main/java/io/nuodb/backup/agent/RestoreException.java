package io.nuodb.backup.agent;

import io.nuodb.backup.job.Cause;

/** A restore cannot go on, or did not give what it should. */
final class RestoreException extends Exception {
  private final Cause reason;

  RestoreException(Cause reason, String message) {
    super(message);
    this.reason = reason;
  }

  Cause reason() {
    return reason;
  }
}
