package io.nuodb.backup.simulator.backup;

import io.nuodb.backup.simulator.store.FileSystemSync;
import io.nuodb.backup.simulator.store.FileTree;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A hot copy's destination: new or empty, in a parent that exists (NuoDB docs, Full Hot Copy). */
final class NewDirectory {
  private NewDirectory() {}

  /** Creates the directory durably unless it exists and is empty. */
  static void create(Path directory) throws IOException {
    requireEmptyOrAbsent(directory);
    if (!Files.exists(directory)) {
      Files.createDirectory(directory);
      FileSystemSync.syncDirectory(directory.toAbsolutePath().getParent());
    }
  }

  static void requireEmptyOrAbsent(Path directory) throws IOException {
    if (!FileTree.isEmptyOrAbsent(directory)) {
      throw new FileSystemException(directory.toString(), null, "Directory not empty");
    }
  }
}
