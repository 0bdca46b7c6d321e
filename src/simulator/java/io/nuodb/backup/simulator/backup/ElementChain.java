package io.nuodb.backup.simulator.backup;

import io.nuodb.backup.simulator.store.ArchiveLayout;
import io.nuodb.backup.simulator.store.ArchiveState;
import io.nuodb.backup.simulator.store.AtomFile;
import io.nuodb.backup.simulator.store.DamagedFileException;
import io.nuodb.backup.simulator.store.FingerprintFiles;
import io.nuodb.backup.simulator.store.Fingerprints;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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

  /**
   * Copies every atom but the root atom once, in its newest version, with the fingerprints of all.
   *
   * @return the root atom
   * @throws DamagedFileException naming an atom that is damaged, or is not what the newest element
   *     recorded
   */
  byte[] copyAtoms(Path destination) throws IOException {
    List<Fingerprints> tables = new ArrayList<>();
    for (BackupSetElements.Element element : elements) {
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
    FingerprintFiles.write(destination, wanted);
    Path rootSource = newestData(tables, ArchiveLayout.ROOT_ATOM);
    byte[] root = AtomFile.read(rootSource, ArchiveLayout.ROOT_ATOM);
    requireVersion(rootSource, ArchiveLayout.ROOT_ATOM, AtomFile.fingerprintOf(root), wanted);
    return root;
  }

  /** The newest version lies in the last element whose table is not that of the one before. */
  private Path newestData(List<Fingerprints> tables, int atomId) {
    int element = tables.size() - 1;
    while (element > 0
        && tables.get(element).hash(atomId).equals(tables.get(element - 1).hash(atomId))) {
      element--;
    }
    return elements.get(element).layout().data();
  }

  private void requireVersion(Path source, int atomId, long fingerprint, Fingerprints wanted)
      throws IOException {
    if (fingerprint != wanted.hash(atomId).orElseThrow()) {
      throw new DamagedFileException(
          ArchiveLayout.atom(source, atomId),
          "not the version that the backup element recorded in " + newest().layout().control());
    }
  }
}
