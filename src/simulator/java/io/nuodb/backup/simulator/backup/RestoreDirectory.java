package io.nuodb.backup.simulator.backup;

import io.nuodb.backup.simulator.store.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The directory that a restore fills: all of the archive is there in the end, or nothing. */
final class RestoreDirectory {
  private RestoreDirectory() {}

  @FunctionalInterface
  interface Content {
    void write() throws IOException, RestoreException;
  }

  /**
   * Fills a directory, which is created when missing.
   *
   * @throws RestoreException when it is not empty (NuoDB docs, Using Journal Hot Copy); or for the
   *     content's own reasons, like every other exception: the directory is empty again then
   */
  static void fill(Path directory, Content content) throws IOException, RestoreException {
    if (!FileTree.isEmptyOrAbsent(directory)) {
      throw new RestoreException("Restore directory " + directory + " is not empty");
    }
    Files.createDirectories(directory);
    try {
      content.write();
    } catch (IOException | RestoreException | RuntimeException e) {
      FileTree.deleteContents(directory);
      throw e;
    }
  }
}
