package io.nuodb.backup.simulator.backup;

import io.nuodb.backup.simulator.store.ArchiveIdentity;
import io.nuodb.backup.simulator.store.ArchiveLayout;
import io.nuodb.backup.simulator.store.ArchiveState;
import io.nuodb.backup.simulator.store.DurableFile;
import io.nuodb.backup.simulator.store.FileSystemSync;
import io.nuodb.backup.simulator.store.FingerprintFiles;
import io.nuodb.backup.simulator.store.JournalFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Makes an archive of the state at a full's or incremental's end. The root atom comes last: without
 * it a directory is no archive.
 */
final class Restore {
  private final ElementChain chain;
  private final Path destination;

  /** Prepares to restore to the end of the chain's last element. */
  Restore(ElementChain chain, Path destination) {
    this.chain = chain;
    this.destination = destination;
  }

  /**
   * Restores; the archive is durable on return.
   *
   * @throws RestoreException when the destination is not empty, or an element's data is missing
   * @throws io.nuodb.backup.simulator.store.DamagedFileException naming the damaged file; the
   *     destination is empty again then
   */
  void run() throws IOException, RestoreException {
    chain.requireData();
    RestoreDirectory.fill(destination, this::write);
  }

  private void write() throws IOException {
    ChainAtoms atoms = ChainAtoms.of(chain);
    atoms.copy(
        atoms.fingerprints().atomIds().filter(id -> id != ArchiveLayout.ROOT_ATOM).toArray(),
        destination);
    FingerprintFiles.write(destination, atoms.fingerprints());
    byte[] root = atoms.read(ArchiveLayout.ROOT_ATOM);
    ArchiveState state = chain.state();
    JournalFiles.copy(
        chain.newest().layout().data(),
        destination,
        state.journalId(),
        state.checkpointSequence(),
        chain.endSequence());
    state.write(destination);
    ArchiveIdentity.write(destination, UUID.randomUUID());
    FileSystemSync.sync(destination);
    DurableFile.replace(ArchiveLayout.atom(destination, ArchiveLayout.ROOT_ATOM), root);
    FileSystemSync.syncDirectory(destination.toAbsolutePath().getParent());
  }
}
