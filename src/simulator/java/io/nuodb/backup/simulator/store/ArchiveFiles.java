package io.nuodb.backup.simulator.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Prepares an archive's files for a storage manager: creates them, or mends them after a crash. */
final class ArchiveFiles {
  /** What an archive consists of before its first atom is there, and what a volume brings along. */
  private static final Set<String> BEFORE_FIRST_ATOM =
      Set.of(
          ArchiveLayout.LOCK_FILE,
          ArchiveLayout.IDENTITY_FILE,
          ArchiveLayout.STATE_FILE,
          ArchiveLayout.FINGERPRINTS_FILE,
          "lost+found");

  private ArchiveFiles() {}

  /** Creates an archive without tables unless there is an archive. */
  static void createIfAbsent(Path archive, StoreSettings settings) throws IOException {
    Path root = archive.resolve(ArchiveLayout.ROOT_ATOM_FILE);
    if (Files.exists(root)) {
      return;
    }
    try (Stream<Path> entries = Files.list(archive)) {
      Optional<Path> foreign = entries.filter(ArchiveFiles::isForeign).findAny();
      if (foreign.isPresent()) {
        throw new IOException(
            "Directory %s is neither empty nor an archive: it has %s but no %s"
                .formatted(archive, foreign.get().getFileName(), ArchiveLayout.ROOT_ATOM_FILE));
      }
    }
    ArchiveIdentity.write(archive, UUID.randomUUID());
    new ArchiveState(settings.databaseName(), settings.databaseId(), UUID.randomUUID(), 0, 0, false)
        .write(archive);
    byte[] empty = new Directory().encode(0);
    AtomImage image = AtomImage.of(ArchiveLayout.ROOT_ATOM, false, empty);
    FingerprintFiles.write(archive, Fingerprints.EMPTY.with(List.of(image)));
    FileSystemSync.sync(archive);
    DurableFile.replace(root, empty); // last: with it the archive exists
  }

  private static boolean isForeign(Path entry) {
    String name = entry.getFileName().toString();
    return !BEFORE_FIRST_ATOM.contains(name) && !name.endsWith(".tmp");
  }

  /**
   * Reads the fingerprints, renewing those that an unfinished checkpoint or SYNC left doubtful.
   *
   * @param nextAtomId atoms from here on are unknown to the directory: a crash left them behind
   */
  static Fingerprints mendFingerprints(Path archive, int nextAtomId) throws IOException {
    long[] hashes = FingerprintFiles.read(archive).toArray(nextAtomId - 1);
    List<Integer> doubtful = CheckpointIntent.read(archive);
    for (int atomId : doubtful) {
      Path file = ArchiveLayout.atom(archive, atomId);
      Files.deleteIfExists(AtomCatalog.temporary(file));
      Files.deleteIfExists(AtomCatalog.temporary(FingerprintFiles.fileFor(archive, atomId)));
      if (atomId >= nextAtomId) {
        Files.deleteIfExists(file);
      } else {
        hashes[atomId - 1] = AtomFile.fingerprintOf(AtomFile.read(archive, atomId));
      }
    }
    Fingerprints mended = Fingerprints.of(hashes);
    for (int atomId : doubtful) {
      if (atomId < nextAtomId) {
        DurableFile.replace(
            FingerprintFiles.fileFor(archive, atomId), FingerprintFiles.tableFor(mended, atomId));
      }
    }
    CheckpointIntent.delete(archive);
    return mended;
  }

  /** Computes the fingerprints of all undamaged atoms, by reading them: after a broken-off SYNC. */
  static Fingerprints readAllFingerprints(Path archive) throws IOException {
    int highest = ArchiveLayout.lastAtomOf(highestCatalog(archive));
    long[] hashes = new long[highest];
    for (int atomId = ArchiveLayout.ROOT_ATOM; atomId <= highest; atomId++) {
      if (Files.exists(ArchiveLayout.atom(archive, atomId))) {
        try {
          hashes[atomId - 1] = AtomFile.fingerprintOf(AtomFile.read(archive, atomId));
        } catch (DamagedFileException e) {
          hashes[atomId - 1] = 0; // SYNC fetches it anew
        }
      }
    }
    return Fingerprints.of(hashes);
  }

  private static int highestCatalog(Path archive) throws IOException {
    int catalog = ArchiveLayout.firstCatalog() - 1;
    try (Stream<Path> entries = Files.list(archive)) {
      for (Path entry : entries.toList()) {
        String name = entry.getFileName().toString();
        if (name.endsWith(".cat")) {
          catalog =
              Math.max(
                  catalog, Integer.parseInt(name.substring(0, name.length() - ".cat".length())));
        }
      }
    }
    return catalog;
  }

  /** Cuts off the half record that a crash left at the journal's end. */
  static void mendJournal(JournalFile torn, long intactBytes) throws IOException {
    if (intactBytes < JournalFile.HEADER.length) {
      Files.delete(torn.path());
      return;
    }
    try (FileChannel channel = FileChannel.open(torn.path(), StandardOpenOption.WRITE)) {
      channel.truncate(intactBytes);
      channel.force(true);
    }
  }

  /** Deletes the journals that the archive's state no longer names. */
  static void deleteOtherJournals(Path journalDirectory, UUID journalId) throws IOException {
    if (!Files.isDirectory(journalDirectory)) {
      return;
    }
    try (Stream<Path> journals = Files.list(journalDirectory)) {
      for (Path journal : journals.toList()) {
        if (Files.isDirectory(journal.resolve("njf_0"))
            && !journal.getFileName().toString().equals(journalId.toString())) {
          FileTree.delete(journal);
        }
      }
    }
  }
}
