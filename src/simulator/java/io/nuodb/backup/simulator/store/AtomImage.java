package io.nuodb.backup.simulator.store;

/**
 * An atom as a checkpoint writes it.
 *
 * @param atomId the atom
 * @param isNew whether the directory on disk does not know the atom yet
 * @param sealed the file's whole content
 */
record AtomImage(int atomId, boolean isNew, byte[] sealed) {
  long fingerprint() {
    return AtomFile.fingerprintOf(sealed);
  }
}
