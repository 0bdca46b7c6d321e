package io.nuodb.backup.nuodb;

/** The admin process did not do what it was asked. The message is the admin's where it gave one. */
public abstract sealed class AdminException extends Exception
    permits AdminAccessException, AdminRefusedException, AdminUnavailableException {
  AdminException(String message, Throwable cause) {
    super(message, cause);
  }
}
