package io.nuodb.backup.simulator.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JournalRetentionTest {
  private static final StoreSettings PLAIN =
      StoreSettings.of("test", UUID.fromString("176b65aa-6962-1e45-2e92-6df6358ddc6f"), "test-sm-1")
          .withSizes(1 << 20, 300, 200);
  private static final StoreSettings KEEPING = PLAIN.withJournalHotCopy();

  private final ScratchDirectory scratch = ScratchDirectory.create();
  private final Path archive = scratch.resolve("archive");
  private final ModelDatabase model = new ModelDatabase();

  @AfterEach
  void delete() {
    scratch.close();
  }

  @Test
  void withoutTheOptionACheckpointIsEnough() throws IOException {
    try (Store store = Store.open(archive, PLAIN)) {
      commit(store, 10);
      store.checkpoint();
      assertThat(kept(archive)).isEmpty();
    }
  }

  @Test
  void whatAHotCopyHoldsStaysUntilItLetsGo() throws IOException {
    try (Store store = Store.open(archive, PLAIN)) {
      commit(store, 3);
      try (CheckpointHold hold = store.holdCheckpoints()) {
        commit(store, 4);
        hold.releaseAtoms();
        store.checkpoint();
        assertThat(kept(archive)).isEqualTo(range(4, 7));
        hold.journalThrough(7).copyTo((path, content) -> {});
      }
      commit(store, 1);
      store.checkpoint();
      assertThat(kept(archive)).isEmpty();
    }
  }

  @Test
  void withTheOptionFilesStayUntilTheyAreCopiedAndTheCheckpointHasTheirCommits()
      throws IOException {
    try (Store store = Store.open(archive, KEEPING)) {
      commit(store, 10);
      store.checkpoint();
      JournalCopy first = copy(store);
      commit(store, 5);
      JournalCopy second = copy(store);
      assertThat(kept(archive))
          .as("the checkpoint lacks the commits of the second copy's files")
          .isEqualTo(range(11, 15));

      commit(store, 5);
      store.checkpoint();
      assertThat(kept(archive)).as("uncopied").isEqualTo(range(16, 20));
      assertThat(first.endSequence()).isEqualTo(10);
      assertThat(second.firstCopiedFile()).isEqualTo(first.lastCopiedFile() + 1);
    }
  }

  /** There is no orderly shutdown: a copy of the open archive is what a kill leaves. */
  @Test
  void aKillAndARestartLoseAndReapNothing() throws IOException {
    try (Store store = Store.open(archive, KEEPING)) {
      commit(store, 4);
      copy(store);
      commit(store, 6);
      store.checkpoint();
      ScratchDirectory.copyTree(archive, scratch.resolve("killed"));
    }
    for (Path left : List.of(archive, scratch.resolve("killed"))) {
      UUID journal = JournalElements.journalOf(left);
      try (Store store = Store.open(left, KEEPING)) {
        store.checkpoint();
        assertThat(kept(left)).isEqualTo(range(5, 10));
        assertThat(JournalElements.journalOf(left)).isEqualTo(journal);
        assertThat(store.hotCopyBookkeeping().isSuspended()).isFalse();
      }
    }
  }

  @Test
  void aSyncSuspendsJournalHotCopiesWhereverItBreaksOff() throws IOException {
    try (Store source = Store.open(scratch.resolve("source"), PLAIN);
        Store before = Store.open(archive, KEEPING)) {
      commit(before, 3);
      copy(before);
      for (long sequence = 1; sequence <= 9; sequence++) {
        source.apply(KilledWriter.commit(sequence));
      }
    }
    AtomicInteger crashes = new AtomicInteger();
    try (Store source = Store.open(scratch.resolve("source"), PLAIN);
        AtomSource pinned = source.pinForSync()) {
      WriteObserver crash =
          () -> {
            Path crashed = scratch.resolve("crash-" + crashes.incrementAndGet());
            ScratchDirectory.copyTree(archive, crashed);
            assertSuspendedUnlessInSync(crashed);
          };
      try (Store target = Store.open(archive, KEEPING, crash)) {
        target.synchronizeFrom(pinned);
        assertThat(target.hotCopyBookkeeping().isSuspended()).isTrue();
        target.apply(KilledWriter.commit(10));
        target.checkpoint();
        assertThat(kept(archive)).as("of the new journal").containsExactly(10L);
      }
      assertThat(crashes).hasPositiveValue();
    }
    try (Store reopened = Store.open(archive, KEEPING)) {
      assertThat(reopened.hotCopyBookkeeping().isSuspended()).isTrue();
    }
  }

  private static void assertSuspendedUnlessInSync(Path crashed) {
    try (Store store = Store.open(crashed, KEEPING)) {
      assertThat(store.needsSync() || store.hotCopyBookkeeping().isSuspended()).isTrue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aCopyFromBeforeASyncDoesNotEndTheSuspension() throws IOException {
    try (Store source = Store.open(scratch.resolve("source"), PLAIN);
        Store store = Store.open(archive, KEEPING)) {
      commit(store, 3);
      JournalCopy before = uncopied(store);
      try (AtomSource pinned = source.pinForSync()) {
        store.synchronizeFrom(pinned);
      }
      store.archiveCopied(before);
      assertThat(store.hotCopyBookkeeping().isSuspended()).isTrue();

      try (CheckpointHold hold = store.holdCheckpoints()) {
        store.archiveCopied(
            hold.journalThrough(store.lastSequence()).copyTo((path, content) -> {}));
      }
      assertThat(store.hotCopyBookkeeping().isSuspended()).isFalse();
    }
  }

  @Test
  void aCopyThatEndsDuringASyncDoesNotEndTheSuspension() throws IOException {
    AtomicReference<Runnable> step = new AtomicReference<>(() -> {});
    try (Store source = Store.open(scratch.resolve("source"), PLAIN);
        Store store = Store.open(archive, KEEPING, () -> step.get().run())) {
      commit(store, 3);
      JournalCopy before = uncopied(store);
      step.set(() -> complete(store, before));
      try (AtomSource pinned = source.pinForSync()) {
        store.synchronizeFrom(pinned);
      }
      assertThat(store.hotCopyBookkeeping().isSuspended()).isTrue();
    }
  }

  private static void complete(Store store, JournalCopy copy) {
    try {
      store.archiveCopied(copy);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whatIsNoJournalFileIsPassedOver() throws IOException {
    try (Store store = Store.open(archive, KEEPING)) {
      commit(store, 4);
      UUID journal = JournalElements.journalOf(archive);
      Files.createFile(archive.resolve("journal/%s/njf_0/x.njf".formatted(journal)));
      assertThat(copy(store).endSequence()).isEqualTo(4);
    }
  }

  @Test
  void aMissingJournalFileIsNoticedByTheCopy() throws IOException {
    try (Store store = Store.open(archive, KEEPING)) {
      commit(store, 30);
      UUID journal = JournalElements.journalOf(archive);
      long middle = JournalElements.fileSequences(archive, journal).get(1);
      Files.delete(archive.resolve("journal/%s/njf_0/%d.njf".formatted(journal, middle)));
      assertThatThrownBy(() -> copy(store))
          .isInstanceOf(DamagedFileException.class)
          .hasMessageContaining((middle + 1) + ".njf: commit");
    }
  }

  @Test
  void theOptionEnabledAnewSuspendsOnlyWhereCommitsAreMissing() throws IOException {
    try (Store created = Store.open(archive, KEEPING)) {
      assertThat(created.hotCopyBookkeeping().isSuspended()).as("a new archive").isFalse();
      commit(created, 3);
    }
    try (Store again = Store.open(archive, KEEPING)) {
      assertThat(again.hotCopyBookkeeping().isSuspended()).as("the option as before").isFalse();
    }
    Store.open(archive, PLAIN).close();
    try (Store anew = Store.open(archive, KEEPING)) {
      assertThat(anew.hotCopyBookkeeping().isSuspended()).as("without the option once").isTrue();
    }
  }

  private static JournalCopy copy(Store store) throws IOException {
    JournalCopy copy = uncopied(store);
    store.journalCopied(copy);
    return copy;
  }

  private static JournalCopy uncopied(Store store) throws IOException {
    return store.uncopiedJournal().orElseThrow().copyTo((path, content) -> {});
  }

  private void commit(Store store, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      Commit commit = model.next(List.of(new RowChange("foo", i, "a value of some length")));
      store.apply(commit);
      model.add(commit);
    }
  }

  private static List<Long> kept(Path archive) throws IOException {
    return JournalElements.sequences(archive, JournalElements.journalOf(archive));
  }

  private static List<Long> range(long first, long last) {
    return LongStream.rangeClosed(first, last).boxed().toList();
  }
}
