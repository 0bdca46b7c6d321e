package io.nuodb.backup.simulator.backup;

import io.nuodb.backup.simulator.store.ArchiveIdentity;
import io.nuodb.backup.simulator.store.ArchiveLayout;
import io.nuodb.backup.simulator.store.ArchiveState;
import io.nuodb.backup.simulator.store.AtomFile;
import io.nuodb.backup.simulator.store.DamagedFileException;
import io.nuodb.backup.simulator.store.DurableFile;
import io.nuodb.backup.simulator.store.FileSystemSync;
import io.nuodb.backup.simulator.store.FileTree;
import io.nuodb.backup.simulator.store.FingerprintFiles;
import io.nuodb.backup.simulator.store.Fingerprints;
import io.nuodb.backup.simulator.store.JournalFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Makes an archive of a full hot copy and the incrementals after it. Every atom is copied once, in
 * its newest version, and verified against the newest element's fingerprints on the way. The root
 * atom comes last: without it a directory is no archive.
 */
final class Restore {
  private final List<BackupSetElements.Element> chain;
  private final BackupSetElements.Element newest;
  private final Path destination;

  /** Prepares to restore to the end of the chain's last element. */
  Restore(List<BackupSetElements.Element> chain, Path destination) {
    this.chain = chain;
    this.newest = chain.getLast();
    this.destination = destination;
  }

  /**
   * Restores; the archive is durable on return.
   *
   * @throws RestoreException when the destination is not empty, or an element's data is missing
   * @throws DamagedFileException naming the damaged file; the destination is empty again then
   */
  void run() throws IOException, RestoreException {
    if (!FileTree.isEmptyOrAbsent(destination)) {
      throw new RestoreException("Restore directory " + destination + " is not empty");
    }
    for (BackupSetElements.Element element : chain) {
      if (!Files.isDirectory(element.layout().data())) {
        throw new RestoreException(
            "Data of backup element %s is missing: %s"
                .formatted(element.name(), element.layout().data()));
      }
    }
    Files.createDirectories(destination);
    try {
      write();
    } catch (IOException | RuntimeException e) {
      FileTree.deleteContents(destination);
      throw e;
    }
  }

  private void write() throws IOException {
    List<Fingerprints> tables = new ArrayList<>();
    for (BackupSetElements.Element element : chain) {
      tables.add(FingerprintFiles.read(element.layout().control()));
    }
    Fingerprints wanted = tables.getLast();
    int[] atoms = wanted.atomIds().filter(id -> id != ArchiveLayout.ROOT_ATOM).toArray();
    ParallelAtoms.forEach(
        atoms,
        (atomId, copier) -> {
          Path source = newestData(tables, atomId);
          long fingerprint = copier.copy(source, destination, atomId).fingerprint();
          requireVersion(source, atomId, fingerprint, wanted);
        });
    ArchiveState state = ArchiveState.read(newest.layout().data());
    JournalFiles.copy(
        newest.layout().data(),
        destination,
        state.journalId(),
        state.checkpointSequence(),
        newest.state().endSequence());
    state.write(destination);
    ArchiveIdentity.write(destination, UUID.randomUUID());
    FingerprintFiles.write(destination, wanted);
    Path rootSource = newestData(tables, ArchiveLayout.ROOT_ATOM);
    byte[] root = AtomFile.read(rootSource, ArchiveLayout.ROOT_ATOM);
    requireVersion(rootSource, ArchiveLayout.ROOT_ATOM, AtomFile.fingerprintOf(root), wanted);
    FileSystemSync.sync(destination);
    DurableFile.replace(ArchiveLayout.atom(destination, ArchiveLayout.ROOT_ATOM), root);
    FileSystemSync.syncDirectory(destination.toAbsolutePath().getParent());
  }

  /** The newest version lies in the last element whose table is not that of the one before. */
  private Path newestData(List<Fingerprints> tables, int atomId) {
    int element = tables.size() - 1;
    while (element > 0
        && tables.get(element).hash(atomId).equals(tables.get(element - 1).hash(atomId))) {
      element--;
    }
    return chain.get(element).layout().data();
  }

  private static void requireVersion(Path source, int atomId, long fingerprint, Fingerprints wanted)
      throws IOException {
    if (fingerprint != wanted.hash(atomId).orElseThrow()) {
      throw new DamagedFileException(
          ArchiveLayout.atom(source, atomId), "not the version that the backup element recorded");
    }
  }
}
