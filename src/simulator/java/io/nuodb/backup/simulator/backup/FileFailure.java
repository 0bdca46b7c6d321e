package io.nuodb.backup.simulator.backup;

import io.nuodb.backup.simulator.store.DamagedFileException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** A full device is reported without the file's name, which the operator of one needs. */
final class FileFailure {
  private FileFailure() {}

  /** Something done with a file. */
  @FunctionalInterface
  interface FileOperation {
    void run() throws IOException;
  }

  /**
   * Does something with a file.
   *
   * @throws FileSystemException naming the file, with the reason
   */
  static void naming(Path file, FileOperation operation) throws IOException {
    try {
      operation.run();
    } catch (FileSystemException | DamagedFileException e) {
      throw e;
    } catch (IOException e) {
      FileSystemException named = new FileSystemException(file.toString(), null, e.getMessage());
      named.initCause(e);
      throw named;
    }
  }
}
