package io.nuodb.backup.nuodb;

import java.io.IOException;

/** A backup set's files are not what NuoDB writes, or cannot be read. */
public final class BackupSetUnreadableException extends IOException {
  public BackupSetUnreadableException(String message) {
    super(message);
  }

  public BackupSetUnreadableException(String message, Throwable cause) {
    super(message, cause);
  }
}
