package io.nuodb.backup.nuodb;

/** The admin process understood the request and declined it; asking again would change nothing. */
public final class AdminRefusedException extends AdminException {
  public AdminRefusedException(String message) {
    super(message, null);
  }
}
