package io.nuodb.backup.simulator.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.nuodb.backup.simulator.store.StoreActions.Action;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class StorePropertiesTest {
  private static final UUID DATABASE = UUID.fromString("176b65aa-6962-1e45-2e92-6df6358ddc6f");
  private static final StoreSettings SMALL =
      StoreSettings.of("test", DATABASE, "test-sm-1").withSizes(1 << 20, 700, 200);

  @Provide
  Arbitrary<List<Action>> actions() {
    return StoreActions.sequences(60);
  }

  @Provide
  Arbitrary<List<Action>> fewActions() {
    return StoreActions.sequences(25);
  }

  @Property(tries = 100)
  void holdsWhatWasCommitted(@ForAll("actions") List<Action> actions) throws IOException {
    try (ScratchDirectory scratch = ScratchDirectory.create()) {
      // A page cache this small makes the store evict and spill atoms, and checkpoint on its own.
      StoreSettings tiny = SMALL.withSizes(3_000, 700, 200);
      ModelDatabase model = new ModelDatabase();
      Store store = Store.open(scratch.resolve("archive"), tiny);
      for (Action action : actions) {
        store = perform(action, store, model);
        assertThat(ModelDatabase.rowsOf(store)).isEqualTo(rowsAtEnd(model));
      }
      store.close();
      assertHolds(scratch.resolve("archive"), model);
    }
  }

  @Property(tries = 40)
  void recoversAfterACrashAtAnyStepOnDisk(@ForAll("fewActions") List<Action> actions)
      throws IOException {
    try (ScratchDirectory scratch = ScratchDirectory.create()) {
      Path archive = scratch.resolve("archive");
      ModelDatabase model = new ModelDatabase();
      AtomicInteger crashes = new AtomicInteger();
      WriteObserver crash =
          () -> {
            Path crashed = scratch.resolve("crash-" + crashes.incrementAndGet());
            ScratchDirectory.copyTree(archive, crashed);
            assertHoldsAndGoesOn(crashed, model);
          };
      Store store = Store.open(archive, SMALL);
      fill(store, model); // so that atoms with older rows split
      store.close();
      store = Store.open(archive, SMALL, crash);
      for (Action action : actions) {
        store = perform(action, store, model, crash);
      }
      store.close();
      assertHolds(archive, model);
    }
  }

  private static void fill(Store store, ModelDatabase model) throws IOException {
    for (long key = 0; key < 60; key += 4) {
      Commit commit = model.next(List.of(new RowChange("foo", key, "a value of some length")));
      store.apply(commit);
      model.add(commit);
    }
    store.checkpoint();
  }

  private static Store perform(Action action, Store store, ModelDatabase model) throws IOException {
    return perform(action, store, model, WriteObserver.NONE);
  }

  private static Store perform(
      Action action, Store store, ModelDatabase model, WriteObserver observer) throws IOException {
    switch (action) {
      case StoreActions.Write write -> {
        Commit commit = model.next(write.changes());
        store.apply(commit);
        model.add(commit);
      }
      case StoreActions.Checkpoint checkpoint -> store.checkpoint();
      case StoreActions.Reopen reopen -> {
        store.close();
        return Store.open(store.archiveDirectory(), store.settings(), observer);
      }
    }
    return store;
  }

  private static void assertHoldsAndGoesOn(Path archive, ModelDatabase model) {
    try {
      assertHolds(archive, model);
      try (Store store = Store.open(archive, SMALL)) {
        store.checkpoint();
        assertFingerprintsAreThoseOfTheFiles(store);
      }
      assertHolds(archive, model);
      FileTree.delete(archive);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void assertHolds(Path archive, ModelDatabase model) throws IOException {
    try (Store store = Store.open(archive, SMALL)) {
      assertThat(store.lastSequence()).isEqualTo(model.lastSequence());
      assertThat(ModelDatabase.rowsOf(store)).isEqualTo(rowsAtEnd(model));
      assertFingerprintsAreThoseOfTheFiles(store);
    }
  }

  /** An incremental hot copy trusts the fingerprints instead of reading atoms. */
  private static void assertFingerprintsAreThoseOfTheFiles(Store store) throws IOException {
    for (int atomId : store.fingerprints().atomIds().toArray()) {
      byte[] file = AtomFile.read(store.archiveDirectory(), atomId);
      assertThat(store.fingerprints().hash(atomId)).hasValue(AtomFile.fingerprintOf(file));
    }
  }

  private static Map<String, Map<Long, String>> rowsAtEnd(ModelDatabase model) {
    return model.rowsAt(model.lastSequence());
  }
}
