package io.nuodb.backup.simulator.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The atoms of one checkpoint, readable while later checkpoints replace them: those keep a hard
 * link to each version that they replace.
 */
final class PinnedAtoms implements AtomSource {
  private final Path archive;
  private final AtomCatalog catalog;
  private final ArchiveState state;
  private final Membership membership;
  private final Fingerprints fingerprints;
  private final Path directory;
  private final Set<Integer> preserved = ConcurrentHashMap.newKeySet();

  private PinnedAtoms(
      Path archive, AtomCatalog catalog, ArchiveState state, Membership membership) {
    this.archive = archive;
    this.catalog = catalog;
    this.state = state;
    this.membership = membership;
    this.fingerprints = catalog.fingerprints();
    this.directory =
        archive.resolve(ArchiveLayout.TEMPORARY_DIRECTORY).resolve(UUID.randomUUID().toString());
  }

  /** Pins the last checkpoint; the caller makes sure that none is running. */
  static PinnedAtoms pin(
      Path archive, AtomCatalog catalog, ArchiveState state, Membership membership)
      throws IOException {
    PinnedAtoms pinned = new PinnedAtoms(archive, catalog, state, membership);
    Files.createDirectories(pinned.directory);
    catalog.pin(pinned);
    return pinned;
  }

  /** Keeps the pinned version of an atom that is about to be replaced. */
  void preserve(int atomId) throws IOException {
    if (fingerprints.hash(atomId).isPresent() && preserved.add(atomId)) {
      Files.createLink(directory.resolve(atomId + ".atm"), ArchiveLayout.atom(archive, atomId));
    }
  }

  @Override
  public byte[] atom(int atomId) throws IOException {
    long wanted =
        fingerprints.hash(atomId).orElseThrow(() -> new IOException("There is no atom " + atomId));
    byte[] current = AtomFile.read(archive, atomId);
    if (AtomFile.fingerprintOf(current) == wanted) {
      return current;
    }
    Path file = directory.resolve(atomId + ".atm");
    byte[] kept = Files.readAllBytes(file);
    AtomFile.verify(ByteBuffer.wrap(kept), atomId, file);
    return kept;
  }

  @Override
  public UUID databaseId() {
    return state.databaseId();
  }

  @Override
  public long sequence() {
    return state.checkpointSequence();
  }

  @Override
  public long lastTransactionId() {
    return state.lastTransactionId();
  }

  @Override
  public Membership membership() {
    return membership;
  }

  @Override
  public Fingerprints fingerprints() {
    return fingerprints;
  }

  @Override
  public void close() throws IOException {
    catalog.unpin(this);
    FileTree.delete(directory);
  }
}
