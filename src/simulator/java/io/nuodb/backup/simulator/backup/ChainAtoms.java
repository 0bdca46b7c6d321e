package io.nuodb.backup.simulator.backup;

import io.nuodb.backup.simulator.store.ArchiveLayout;
import io.nuodb.backup.simulator.store.AtomFile;
import io.nuodb.backup.simulator.store.BaseAtoms;
import io.nuodb.backup.simulator.store.DamagedFileException;
import io.nuodb.backup.simulator.store.FingerprintFiles;
import io.nuodb.backup.simulator.store.Fingerprints;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The atoms at the end of a chain's last element, each in its newest version. */
final class ChainAtoms implements BaseAtoms {
  private final ElementChain chain;

  /** The fingerprints that each element recorded. */
  private final List<Fingerprints> tables;

  private ChainAtoms(ElementChain chain, List<Fingerprints> tables) {
    this.chain = chain;
    this.tables = tables;
  }

  /** Reads which element holds the newest version of each atom. */
  static ChainAtoms of(ElementChain chain) throws IOException {
    List<Fingerprints> tables = new ArrayList<>();
    for (BackupSetElements.Element element : chain.elements()) {
      tables.add(FingerprintFiles.read(element.layout().control()));
    }
    return new ChainAtoms(chain, tables);
  }

  @Override
  public Fingerprints fingerprints() {
    return tables.getLast();
  }

  @Override
  public byte[] read(int atomId) throws IOException {
    Path source = newestData(atomId);
    byte[] sealed = AtomFile.read(source, atomId);
    requireVersion(source, atomId, AtomFile.fingerprintOf(sealed));
    return sealed;
  }

  @Override
  public void copy(int[] atomIds, Path archive) throws IOException {
    ParallelAtoms.forEach(
        atomIds,
        (atomId, copier) -> {
          Path source = newestData(atomId);
          requireVersion(source, atomId, copier.copy(source, archive, atomId).fingerprint());
        });
  }

  /** The newest version lies in the last element whose table is not that of the one before. */
  private Path newestData(int atomId) {
    int element = tables.size() - 1;
    while (element > 0
        && tables.get(element).hash(atomId).equals(tables.get(element - 1).hash(atomId))) {
      element--;
    }
    return chain.elements().get(element).layout().data();
  }

  private void requireVersion(Path source, int atomId, long fingerprint) throws IOException {
    if (fingerprint != fingerprints().hash(atomId).orElseThrow()) {
      throw new DamagedFileException(
          ArchiveLayout.atom(source, atomId),
          "not the version that the backup element recorded in "
              + chain.newest().layout().control());
    }
  }
}
