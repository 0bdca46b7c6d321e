package io.nuodb.backup.simulator.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class OfflineArchiveTest {
  private static final UUID DATABASE = UUID.fromString("176b65aa-6962-1e45-2e92-6df6358ddc6f");
  private static final int ATOM_BYTES = 200;
  private static final StoreSettings SMALL =
      StoreSettings.of("test", DATABASE, "test-sm-1").withSizes(1 << 20, 700, ATOM_BYTES);

  @Provide
  Arbitrary<List<List<RowChange>>> transactions() {
    return StoreActions.changes().list().ofMaxSize(40);
  }

  /** Many transactions fit into the memory for changes, or not even one. */
  @Property(tries = 60)
  void holdsTheArchivesRowsAndWhatWasAdded(
      @ForAll("transactions") List<List<RowChange>> before,
      @ForAll("transactions") List<List<RowChange>> added,
      @ForAll @IntRange(max = 8_000) int changeBytes)
      throws IOException {
    try (ScratchDirectory scratch = ScratchDirectory.create()) {
      Path archive = scratch.resolve("archive");
      ModelDatabase model = new ModelDatabase();
      try (Store store = Store.open(archive, SMALL)) {
        for (List<RowChange> changes : before) {
          store.apply(next(model, changes));
        }
        store.checkpoint();
      }
      Path extended = Files.createDirectory(scratch.resolve("extended"));
      OfflineArchive offline =
          new OfflineArchive(
              extended,
              ArchiveState.read(archive),
              new ArchiveAtoms(archive),
              changeBytes,
              ATOM_BYTES);
      for (List<RowChange> changes : added) {
        offline.add(next(model, changes));
      }
      offline.complete();
      ArchiveIdentity.write(extended, UUID.randomUUID());
      try (Store store = Store.open(extended, SMALL)) {
        assertThat(store.lastSequence()).isEqualTo(model.lastSequence());
        assertThat(ModelDatabase.rowsOf(store)).isEqualTo(model.rowsAt(model.lastSequence()));
        assertFingerprintsAreThoseOfTheFiles(store);
      }
    }
  }

  private record ArchiveAtoms(Path archive) implements BaseAtoms {
    @Override
    public Fingerprints fingerprints() {
      try {
        return FingerprintFiles.read(archive);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public byte[] read(int atomId) throws IOException {
      return AtomFile.read(archive, atomId);
    }

    @Override
    public void copy(int[] atomIds, Path target) throws IOException {
      for (int atomId : atomIds) {
        Path file = ArchiveLayout.atom(target, atomId);
        Files.createDirectories(file.getParent());
        Files.copy(ArchiveLayout.atom(archive, atomId), file);
      }
    }
  }

  private static Commit next(ModelDatabase model, List<RowChange> changes) {
    Commit commit = model.next(changes);
    model.add(commit);
    return commit;
  }

  private static void assertFingerprintsAreThoseOfTheFiles(Store store) throws IOException {
    for (int atomId : store.fingerprints().atomIds().toArray()) {
      byte[] file = AtomFile.read(store.archiveDirectory(), atomId);
      assertThat(store.fingerprints().hash(atomId)).hasValue(AtomFile.fingerprintOf(file));
    }
  }
}
