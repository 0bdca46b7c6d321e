package io.nuodb.backup.simulator.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class SynchronizationTest {
  private static final StoreSettings SMALL =
      StoreSettings.of("test", UUID.fromString("176b65aa-6962-1e45-2e92-6df6358ddc6f"), "test-sm-1")
          .withSizes(1 << 20, 700, 200);

  @Provide
  Arbitrary<List<List<RowChange>>> transactions() {
    return StoreActions.changes().list().ofMinSize(1).ofMaxSize(25);
  }

  /** The returning archive has commits of its own that the domain never acknowledged. */
  @Property(tries = 12)
  void theArchiveBecomesTheSourceAlsoAfterACrashAtAnyStep(
      @ForAll("transactions") List<List<RowChange>> ours,
      @ForAll("transactions") List<List<RowChange>> theirs,
      @ForAll("transactions") List<List<RowChange>> meanwhile)
      throws IOException {
    try (ScratchDirectory scratch = ScratchDirectory.create();
        Store source = Store.open(scratch.resolve("source"), SMALL)) {
      ModelDatabase model = new ModelDatabase();
      commit(source, model, theirs);
      Path archive = scratch.resolve("archive");
      try (Store before = Store.open(archive, SMALL)) {
        commit(before, new ModelDatabase(), ours);
        before.checkpoint();
      }
      try (AtomSource pinned = source.pinForSync()) {
        commit(source, model, meanwhile);
        source.checkpoint();
        AtomicInteger crashes = new AtomicInteger();
        WriteObserver crash =
            () -> {
              Path crashed = scratch.resolve("crash-" + crashes.incrementAndGet());
              ScratchDirectory.copyTree(archive, crashed);
              assertUnusableOrSynchronized(crashed, pinned, model);
            };
        try (Store target = Store.open(archive, SMALL, crash)) {
          target.synchronizeFrom(pinned);
          assertIs(target, pinned, model);
        }
        try (Store reopened = Store.open(archive, SMALL)) {
          assertIs(reopened, pinned, model);
        }
      }
    }
  }

  private static void assertUnusableOrSynchronized(
      Path archive, AtomSource source, ModelDatabase model) {
    try (Store store = Store.open(archive, SMALL)) {
      if (store.needsSync()) {
        assertThat(store.lastSequence()).isZero();
        assertThatThrownBy(() -> store.apply(model.next(List.of())))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("needs SYNC");
        store.synchronizeFrom(source);
      }
      assertIs(store, source, model);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void assertIs(Store store, AtomSource source, ModelDatabase model)
      throws IOException {
    assertThat(store.needsSync()).isFalse();
    assertThat(store.lastSequence()).isEqualTo(source.sequence());
    assertThat(ModelDatabase.rowsOf(store)).isEqualTo(model.rowsAt(source.sequence()));
    assertThat(store.fingerprints()).isEqualTo(source.fingerprints());
  }

  @Test
  void fetchesOnlyWhatDiffersAndCarriesTheMembership() throws IOException {
    try (ScratchDirectory scratch = ScratchDirectory.create();
        Store source = Store.open(scratch.resolve("source"), SMALL);
        Store target = Store.open(scratch.resolve("target"), SMALL)) {
      ModelDatabase model = new ModelDatabase();
      List<RowChange> fill = new ArrayList<>();
      for (long key = 0; key < 200; key++) {
        fill.add(new RowChange("foo", key, "a value of some length"));
      }
      commit(source, model, List.of(fill));
      Membership members = new Membership(3, new TreeSet<>(List.of("sm-0", "sm-1")));
      source.recordMembership(members);
      try (AtomSource pinned = source.pinForSync()) {
        target.synchronizeFrom(pinned);
      }
      assertThat(target.membership()).isEqualTo(members);

      commit(source, model, List.of(List.of(new RowChange("foo", 7, "changed"))));
      try (AtomSource pinned = source.pinForSync()) {
        assertThat(pinned.fingerprints().changedSince(target.fingerprints())).hasSize(1);
        target.synchronizeFrom(pinned);
        assertIs(target, pinned, model);
      }
      Commit next = model.next(List.of(new RowChange("foo", 8, "after SYNC")));
      target.apply(next);
      assertThat(target.row("foo", 8)).contains("after SYNC");
    }
  }

  @Test
  void refusesTheArchiveOfAnotherDatabase() throws IOException {
    StoreSettings other = StoreSettings.of("other", UUID.randomUUID(), "test-sm-1");
    try (ScratchDirectory scratch = ScratchDirectory.create();
        Store source = Store.open(scratch.resolve("source"), other);
        Store target = Store.open(scratch.resolve("target"), SMALL);
        AtomSource pinned = source.pinForSync()) {
      assertThatThrownBy(() -> target.synchronizeFrom(pinned))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("doesn't match database");
      assertThat(target.needsSync()).isFalse();
    }
  }

  private static void commit(Store store, ModelDatabase model, List<List<RowChange>> transactions)
      throws IOException {
    for (List<RowChange> changes : transactions) {
      Commit commit = model.next(changes);
      store.apply(commit);
      model.add(commit);
    }
  }
}
