package io.nuodb.backup.simulator.backup;

import io.nuodb.backup.simulator.store.ArchiveIdentity;
import io.nuodb.backup.simulator.store.ArchiveLayout;
import io.nuodb.backup.simulator.store.FileSystemSync;
import io.nuodb.backup.simulator.store.FileTree;
import io.nuodb.backup.simulator.store.Fingerprints;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/**
 * An archive, as a simple hot copy writes it: in {@code <directory>.incomplete}, which is renamed
 * in the end and left to the user after a failure (NuoDB docs, Using Simple Hot Copy).
 *
 * @param completed the archive's directory
 * @param unfinished what it is called before it is complete
 * @param journal the copied journal's directory
 */
record SimpleTarget(Path completed, Path unfinished, Path journal) implements HotCopyTarget {
  private static final String SUFFIX = ".incomplete";

  /**
   * Prepares the directories.
   *
   * @throws HotCopyRefusedException when a parent is missing, a directory is not empty, or an
   *     earlier attempt has left something
   */
  static SimpleTarget create(HotCopyRequest request) throws HotCopyRefusedException {
    Path directory = request.destination();
    Path unfinished = directory.resolveSibling(directory.getFileName() + SUFFIX);
    try {
      NewDirectory.requireEmptyOrAbsent(directory);
      if (Files.exists(unfinished)) {
        throw new FileAlreadyExistsException(unfinished.toString(), null, "Incomplete copy exists");
      }
      if (request.journalDestination().isPresent()) {
        NewDirectory.create(request.journalDestination().get());
      }
      NewDirectory.create(unfinished);
    } catch (IOException e) {
      throw Refusals.cannotCopyTo(directory, FailureText.reason(e));
    }
    Path journal = request.journalDestination().orElse(ArchiveLayout.journal(unfinished));
    return new SimpleTarget(directory, unfinished, journal);
  }

  @Override
  public Path data() {
    return unfinished;
  }

  @Override
  public Fingerprints base() {
    return Fingerprints.EMPTY;
  }

  /** An archive of its own: with its fingerprints inside, and with another identity. */
  @Override
  public void describe(CopiedArchive archive, HotCopyRun run) throws IOException {
    run.files().writeTables(unfinished, archive.fingerprints());
    FileFailure.naming(unfinished, () -> ArchiveIdentity.write(unfinished, UUID.randomUUID()));
  }

  @Override
  public void sync() throws IOException {
    FileSystemSync.sync(unfinished);
    FileSystemSync.sync(journal);
  }

  @Override
  public void moveIntoPlace() throws IOException {
    Files.move(unfinished, completed, StandardCopyOption.ATOMIC_MOVE);
    FileSystemSync.syncDirectory(completed.toAbsolutePath().getParent());
  }

  @Override
  public void delete() throws IOException {
    FileTree.delete(unfinished);
    if (Files.exists(journal)) {
      FileTree.deleteContents(journal);
    }
  }
}
