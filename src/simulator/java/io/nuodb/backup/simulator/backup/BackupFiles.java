package io.nuodb.backup.simulator.backup;

import io.nuodb.backup.simulator.fault.Faults;
import io.nuodb.backup.simulator.store.DurableFile;
import io.nuodb.backup.simulator.store.FingerprintFiles;
import io.nuodb.backup.simulator.store.Fingerprints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Writes a hot copy's files: each may meet a fault, and a failure names its file. */
final class BackupFiles implements AtomCopier.Announcement {
  private final Faults faults;
  private final Cancellation cancellation;

  BackupFiles(Faults faults, Cancellation cancellation) {
    this.faults = faults;
    this.cancellation = cancellation;
  }

  @Override
  public void beforeWrite(Path file, int bytes) throws IOException {
    cancellation.interruptibly(
        () -> {
          FileFailure.naming(file, () -> faults.beforeBackupWrite(file, bytes));
          return null;
        });
  }

  /** Writes a file whose directory exists; it is durable with its file system. */
  void write(Path file, byte[] content) throws IOException {
    beforeWrite(file, content.length);
    FileFailure.naming(file, () -> Files.write(file, content));
  }

  /**
   * Writes a file in subdirectories that are created when missing.
   *
   * @param directory its parent exists; it is not created when somebody has removed it
   * @param path relative to the directory
   */
  void writeBelow(Path directory, Path path, byte[] content) throws IOException {
    createIfMissing(directory);
    Path parent = directory;
    for (Path name : path.getParent()) {
      parent = parent.resolve(name);
      createIfMissing(parent);
    }
    write(directory.resolve(path), content);
  }

  private static void createIfMissing(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      FileFailure.naming(directory, () -> Files.createDirectory(directory));
    }
  }

  /** Writes the fingerprint tables of an archive or of an element's {@code control}. */
  void writeTables(Path directory, Fingerprints fingerprints) throws IOException {
    for (Map.Entry<Path, byte[]> table : FingerprintFiles.tables(fingerprints).entrySet()) {
      createIfMissing(directory.resolve(table.getKey()).getParent());
      write(directory.resolve(table.getKey()), table.getValue());
    }
  }

  /** Writes a file that is there as a whole or not at all; it is durable on return. */
  void replace(Path file, byte[] content) throws IOException {
    beforeWrite(file, content.length);
    FileFailure.naming(file, () -> DurableFile.replace(file, content));
  }
}
