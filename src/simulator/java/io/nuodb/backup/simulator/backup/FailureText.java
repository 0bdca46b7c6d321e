package io.nuodb.backup.simulator.backup;

import io.nuodb.backup.simulator.store.DamagedFileException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Input and output failures in the system's words. */
final class FailureText {
  private FailureText() {}

  /** What went wrong, without the file's name. */
  static String reason(IOException failure) {
    return switch (failure) {
      case DamagedFileException e -> e.reason();
      case NoSuchFileException e -> "No such file or directory";
      case FileSystemException e when e.getReason() != null -> e.getReason();
      default -> failure.getMessage();
    };
  }

  /** The file, where one is known, the operation, and what went wrong. */
  static String inFile(IOException failure, String operation) {
    return switch (failure) {
      case DamagedFileException e -> e.file() + operation + ": " + reason(e);
      case FileSystemException e -> e.getFile() + operation + ": " + reason(e);
      default -> failure.getMessage();
    };
  }
}
