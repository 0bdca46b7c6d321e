package io.nuodb.backup.simulator.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {
  private static final StoreSettings SETTINGS =
      StoreSettings.of("test", new UUID(1, 2), "test-sm-1").withSizes(1 << 20, 4000, 200);

  @TempDir private Path directory;

  @Test
  void refusesASecondOpener() throws IOException {
    Path archive = directory.resolve("archive");
    try (Store store = Store.open(archive, SETTINGS)) {
      assertThatThrownBy(() -> Store.open(archive, SETTINGS))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("is in use");
      assertThatThrownBy(() -> RowsDump.open(archive))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("is in use");
      assertThat(store.lastSequence()).isZero();
    }
    Store.open(archive, SETTINGS).close();
  }

  @Test
  void refusesAnotherDatabaseAndWhatIsNoArchive() throws IOException {
    Path archive = directory.resolve("archive");
    Store.open(archive, SETTINGS).close();
    assertThat(Store.databaseIdOf(archive)).contains(SETTINGS.databaseId());
    StoreSettings other = StoreSettings.of("test", new UUID(3, 4), "test-sm-1");
    assertThatThrownBy(() -> Store.open(archive, other))
        .hasMessage(
            "Archive \"%s\" doesn't match database.  Expected UUID %s, got %s.",
            archive, other.databaseId(), SETTINGS.databaseId());

    Path foreign = directory.resolve("foreign");
    Files.createDirectories(foreign.resolve("2.cat"));
    assertThat(Store.databaseIdOf(foreign)).isEmpty();
    assertThatThrownBy(() -> Store.open(foreign, SETTINGS))
        .hasMessageContaining("neither empty nor an archive");
  }

  @Test
  void refusesACommitOutOfOrder() throws IOException {
    try (Store store = Store.open(directory, SETTINGS)) {
      ModelDatabase model = new ModelDatabase();
      Commit first = model.next(List.of(new RowChange("foo", 1, "one")));
      store.apply(first);
      assertThatThrownBy(() -> store.apply(first))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Commit 1 came where commit 2 was due");
    }
  }

  @Test
  void remembersTheMembership() throws IOException {
    Membership members = new Membership(7, new TreeSet<>(List.of("sm-0")));
    try (Store store = Store.open(directory, SETTINGS)) {
      assertThat(store.membership()).isEqualTo(Membership.NONE);
      store.recordMembership(members);
    }
    try (Store store = Store.open(directory, SETTINGS)) {
      assertThat(store.membership()).isEqualTo(members);
    }
  }

  @Test
  void namesADamagedAtom() throws IOException {
    fill();
    Path atom = ArchiveLayout.atom(directory, 5);
    byte[] content = Files.readAllBytes(atom);
    content[content.length / 2] ^= 1;
    Files.write(atom, content);
    try (Store store = Store.open(directory, SETTINGS)) {
      assertThatThrownBy(() -> store.rows("foo", 0, 1000))
          .isInstanceOf(DamagedFileException.class)
          .hasMessageStartingWith(atom + ": atom is damaged");
    }
  }

  /** The first commit is in atoms, the second in the journal only. */
  private void fill() throws IOException {
    ModelDatabase model = new ModelDatabase();
    List<RowChange> changes = new ArrayList<>();
    for (long key = 0; key < 300; key++) {
      changes.add(new RowChange("foo", key, "value " + key));
    }
    try (Store store = Store.open(directory, SETTINGS)) {
      Commit first = model.next(changes);
      store.apply(first);
      model.add(first);
      store.checkpoint();
      store.apply(model.next(List.of(new RowChange("τ", -5, "last"))));
    }
  }
}
