package io.nuodb.backup.simulator.store;

import java.io.IOException;
import java.nio.file.Path;

/** The atoms of some state of an archive, which other files may hold than the archive's own. */
public interface BaseAtoms {
  /** Of every atom of the state, the root atom included. */
  Fingerprints fingerprints();

  /**
   * An atom's whole file content.
   *
   * @throws DamagedFileException naming the file, when it does not hold this version of the atom
   */
  byte[] read(int atomId) throws IOException;

  /**
   * Copies atoms into an archive, verifying them as {@link #read} does.
   *
   * @param atomIds not the root atom, which comes last
   */
  void copy(int[] atomIds, Path archive) throws IOException;
}
