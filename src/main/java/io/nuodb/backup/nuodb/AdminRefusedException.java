package io.nuodb.backup.nuodb;

/** The admin process understood the request and declined it; asking again would change nothing. */
public final class AdminRefusedException extends AdminException {
  private final int httpStatus;

  public AdminRefusedException(int httpStatus, String message) {
    super(message, null);
    this.httpStatus = httpStatus;
  }

  public int httpStatus() {
    return httpStatus;
  }
}
