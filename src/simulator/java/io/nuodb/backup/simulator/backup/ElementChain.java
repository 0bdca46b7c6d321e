package io.nuodb.backup.simulator.backup;

import io.nuodb.backup.simulator.store.ArchiveState;
import java.io.IOException;
import java.util.List;

/**
 * A full hot copy and the incrementals after it, up to the one whose end is restored. Together they
 * hold every atom in the version of that end.
 *
 * @param elements the full first
 */
record ElementChain(List<BackupSetElements.Element> elements) {
  /** The element whose end is restored. */
  BackupSetElements.Element newest() {
    return elements.getLast();
  }

  /** The last commit in the state that is restored. */
  long endSequence() {
    return newest().state().endSequence();
  }

  boolean hasData() {
    return elements.stream().allMatch(BackupSetElements.Element::hasData);
  }

  void requireData() throws RestoreException {
    for (BackupSetElements.Element element : elements) {
      element.requireData();
    }
  }

  /** Which journal goes with the atoms, and from where on. */
  ArchiveState state() throws IOException {
    return ArchiveState.read(newest().layout().data());
  }
}
