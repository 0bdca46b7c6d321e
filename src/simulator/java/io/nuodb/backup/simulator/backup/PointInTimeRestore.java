package io.nuodb.backup.simulator.backup;

import io.nuodb.backup.simulator.store.ArchiveIdentity;
import io.nuodb.backup.simulator.store.ArchiveLayout;
import io.nuodb.backup.simulator.store.ArchiveState;
import io.nuodb.backup.simulator.store.FileSystemSync;
import io.nuodb.backup.simulator.store.OfflineArchive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Makes an archive of the state that a transaction saw and left. It is put together in a directory
 * inside the destination; the root atom moves up last: without it a directory is no archive.
 */
final class PointInTimeRestore {
  private static final int HEAP_PER_CHANGES = 8;

  private final PointInTime point;
  private final Path destination;
  private final Path unfinished;

  PointInTimeRestore(PointInTime point, Path destination) {
    this.point = point;
    this.destination = destination;
    this.unfinished = destination.resolve(ArchiveLayout.TEMPORARY_DIRECTORY);
  }

  /**
   * Restores; the archive is durable on return.
   *
   * @throws RestoreException when the destination is not empty, an element's data is missing, or
   *     commits between the base and the transaction are
   * @throws io.nuodb.backup.simulator.store.DamagedFileException naming the damaged file; the
   *     destination is empty again then
   */
  void run() throws IOException, RestoreException {
    point.base().requireData();
    RestoreDirectory.fill(destination, this::write);
  }

  private void write() throws IOException, RestoreException {
    Files.createDirectory(unfinished);
    ArchiveState state = point.base().state();
    OfflineArchive archive =
        new OfflineArchive(unfinished, state, ChainAtoms.of(point.base()), changeBytes());
    JournalReplay replay = new JournalReplay(archive, state.journalId());
    JournalTransaction transaction = point.transaction();
    replay.addBase(point.base().newest());
    replay.addJournals(point.journals(), transaction.commit().snapshotSequence());
    replay.addTransaction(transaction);
    archive.complete();
    ArchiveIdentity.write(unfinished, UUID.randomUUID());
    moveUp();
  }

  /** The more changes are collected, the less often an atom is written. */
  private static long changeBytes() {
    return Runtime.getRuntime().maxMemory() / HEAP_PER_CHANGES;
  }

  private void moveUp() throws IOException {
    Path root = unfinished.resolve(ArchiveLayout.ROOT_ATOM_FILE);
    try (Stream<Path> entries = Files.list(unfinished)) {
      for (Path entry : entries.filter(entry -> !entry.equals(root)).toList()) {
        moveUp(entry);
      }
    }
    FileSystemSync.syncDirectory(destination);
    moveUp(root);
    Files.delete(unfinished);
    FileSystemSync.syncDirectory(destination);
    FileSystemSync.syncDirectory(destination.toAbsolutePath().getParent());
  }

  private void moveUp(Path entry) throws IOException {
    Files.move(entry, destination.resolve(entry.getFileName()), StandardCopyOption.ATOMIC_MOVE);
  }
}
