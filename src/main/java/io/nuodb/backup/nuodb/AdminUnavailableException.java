package io.nuodb.backup.nuodb;

/** The admin process could not be reached, gave no answer in time, or answered with a fault. */
public final class AdminUnavailableException extends AdminException {
  private final boolean mayHaveArrived;

  public AdminUnavailableException(String message, boolean mayHaveArrived, Throwable cause) {
    super(message, cause);
    this.mayHaveArrived = mayHaveArrived;
  }

  /** False only when the request certainly never reached the admin process. */
  public boolean mayHaveArrived() {
    return mayHaveArrived;
  }
}
