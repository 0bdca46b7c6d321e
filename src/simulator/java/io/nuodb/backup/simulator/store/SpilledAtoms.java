package io.nuodb.backup.simulator.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Changed atoms that memory has no room for until a checkpoint, in files of their own. What is on
 * disk is of no use to a later process, which has the journal. Not thread-safe, but for the images.
 */
final class SpilledAtoms {
  /**
   * An atom in a file.
   *
   * @param memoryBytes what it took in memory
   */
  private record Spilled(int atomId, Path file, long fingerprint, long memoryBytes) {
    private byte[] read() throws IOException {
      byte[] sealed = Files.readAllBytes(file);
      AtomFile.verify(ByteBuffer.wrap(sealed), atomId, file);
      return sealed;
    }
  }

  private final Path directory;
  private Map<Integer, Spilled> changed = new HashMap<>();
  private Map<Integer, Spilled> writing = Map.of();
  private long changedBytes;
  private int checkpoint;

  /**
   * Uses a directory that is created when it is needed.
   *
   * @param directory nobody else uses it
   */
  SpilledAtoms(Path directory) {
    this.directory = directory;
  }

  /** Writes an atom that is changed. */
  void add(Atom atom) throws IOException {
    Path ofCheckpoint = Files.createDirectories(directory.resolve(Integer.toString(checkpoint)));
    Path file = ofCheckpoint.resolve(atom.id() + ".atm");
    byte[] sealed = atom.encode();
    AtomCatalog.write(file, sealed);
    long fingerprint = AtomFile.fingerprintOf(sealed);
    changed.put(atom.id(), new Spilled(atom.id(), file, fingerprint, atom.memoryBytes()));
    changedBytes += atom.memoryBytes();
  }

  /** Forgets an atom that is about to be changed in memory. */
  void remove(int atomId) {
    Spilled removed = changed.remove(atomId);
    changedBytes -= removed == null ? 0 : removed.memoryBytes();
  }

  /** The newest version of an atom; empty when it is none of these. */
  Optional<byte[]> read(int atomId) throws IOException {
    Spilled spilled = changed.getOrDefault(atomId, writing.get(atomId));
    return spilled == null ? Optional.empty() : Optional.of(spilled.read());
  }

  /** What the changed atoms would take in memory. */
  long changedBytes() {
    return changedBytes;
  }

  /**
   * Gives the changed atoms, which are regarded as unchanged from now on. They stay readable until
   * {@link #endWriting}.
   *
   * @param firstNewAtomId atoms from this id on are unknown to the directory on disk
   */
  List<AtomImage> beginWriting(int firstNewAtomId) {
    writing = changed;
    changed = new HashMap<>();
    changedBytes = 0;
    checkpoint++;
    return writing.values().stream()
        .map(
            atom ->
                new AtomImage(
                    atom.atomId(), atom.atomId() >= firstNewAtomId, atom.fingerprint(), atom::read))
        .toList();
  }

  /** Deletes the files; the atoms are not asked for any more. */
  void delete() throws IOException {
    FileTree.delete(directory);
  }

  void endWriting() throws IOException {
    writing = Map.of();
    FileTree.delete(directory.resolve(Integer.toString(checkpoint - 1)));
  }
}
