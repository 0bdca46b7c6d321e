package io.nuodb.backup.simulator.backup;

/** A restore is refused; the message says why. */
final class RestoreException extends Exception {
  private static final long serialVersionUID = 1L;

  RestoreException(String message) {
    super(message);
  }
}
