package io.nuodb.backup.simulator.store;

import java.io.IOException;

/**
 * An atom as a checkpoint writes it.
 *
 * @param atomId the atom
 * @param isNew whether the directory on disk does not know the atom yet
 * @param fingerprint the atom's
 * @param content gives the file's whole content
 */
record AtomImage(int atomId, boolean isNew, long fingerprint, Content content) {
  /** Where the content comes from. */
  @FunctionalInterface
  interface Content {
    byte[] read() throws IOException;
  }

  /** An image whose content is in memory. */
  static AtomImage of(int atomId, boolean isNew, byte[] sealed) {
    return new AtomImage(atomId, isNew, AtomFile.fingerprintOf(sealed), () -> sealed);
  }

  byte[] sealed() throws IOException {
    return content.read();
  }
}
