package io.nuodb.backup.simulator.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nuodb.backup.simulator.store.Commit;
import io.nuodb.backup.simulator.store.ModelDatabase;
import io.nuodb.backup.simulator.store.RowChange;
import io.nuodb.backup.simulator.store.Store;
import io.nuodb.backup.simulator.store.StoreSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Hot copies of two archives in one command. */
class CoordinatedHotCopyTest {
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);
  private static final int ROWS = 300;

  private static StoreSettings settings(HeldWrites held) {
    return HotCopyFixture.settings().withJournalHotCopy().withFaults(held);
  }

  /** The second archive gets commits later than the first, and in groups. */
  @Property(tries = 6)
  void bothElementsAreTheStateAfterTheSameCommit(@ForAll long seed) throws Exception {
    ModelDatabase model = new ModelDatabase();
    try (HotCopyFixture first = new HotCopyFixture();
        HotCopyFixture second = new HotCopyFixture()) {
      AtomicBoolean stopped = new AtomicBoolean();
      UUID full;
      UUID incremental;
      try (ExecutorService writers = Executors.newSingleThreadExecutor()) {
        Future<Void> writer =
            writers.submit(writing(model, first.store(), second.store(), seed, stopped));
        try {
          await().atMost(LONG_ENOUGH).until(() -> model.lastSequence() > 20);
          full = complete(HotCopyType.FULL, first, second);
          incremental = complete(HotCopyType.INCREMENTAL, first, second);
        } finally {
          stopped.set(true);
        }
        writer.get();
      }
      for (String element : List.of("full", "1.inc")) {
        BackupElementState ours = element(first, element);
        BackupElementState theirs = element(second, element);
        assertThat(ours.endSequence()).isEqualTo(theirs.endSequence());
        assertThat(ours.id()).isEqualTo(theirs.id());
        assertThat(ours.set().collectionId()).isEqualTo(theirs.set().collectionId());
      }
      for (UUID id : List.of(full, incremental)) {
        String element = id.equals(full) ? "full" : "1.inc";
        var rows = model.rowsAt(element(first, element).endSequence());
        assertThat(first.restored(first.set("set"), id)).isEqualTo(rows);
        assertThat(second.restored(second.set("set"), id)).isEqualTo(rows);
      }
    }
  }

  private static Callable<Void> writing(
      ModelDatabase model, Store first, Store second, long seed, AtomicBoolean stopped) {
    Random random = new Random(seed);
    return () -> {
      while (!stopped.get()) {
        List<Commit> group = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(6); i++) {
          long key = random.nextInt(ROWS);
          Commit commit = model.next(List.of(new RowChange("foo", key, "" + random.nextLong())));
          model.add(commit);
          first.apply(commit);
          group.add(commit);
        }
        second.applyAll(group);
      }
      return null;
    };
  }

  private static UUID complete(HotCopyType type, HotCopyFixture first, HotCopyFixture second)
      throws Exception {
    UUID id = start(type, first, second);
    for (HotCopyFixture fixture : List.of(first, second)) {
      assertThat(fixture.await(id).message()).isEqualTo("Hot copy successfully completed");
    }
    return id;
  }

  private static UUID start(HotCopyType type, HotCopyFixture first, HotCopyFixture second)
      throws HotCopyRefusedException {
    Coordination coordination = new CoordinatedParts(2, LONG_ENOUGH);
    UUID id = UUID.randomUUID();
    for (HotCopyFixture fixture : List.of(first, second)) {
      HotCopyRequest part = new HotCopyRequest(id, type, fixture.set("set"), OptionalLong.empty());
      fixture.hotCopies().start(part, coordination);
    }
    return id;
  }

  private static BackupElementState element(HotCopyFixture fixture, String name)
      throws IOException {
    BackupSetLayout layout = new BackupSetLayout(fixture.set("set"));
    return StateXmlReader.readElement(layout.element(name).stateFile());
  }

  @Test
  void aPartThatFailsFailsTheOther() throws Exception {
    HeldWrites full = new HeldWrites();
    try (HotCopyFixture first = new HotCopyFixture(settings(full));
        HotCopyFixture second = new HotCopyFixture()) {
      Path state = first.set("set").resolve("tmp/full/control/state.xml");
      full.fill(state);
      UUID id = start(HotCopyType.FULL, first, second);
      assertThat(first.await(id).state()).isEqualTo(HotCopyState.FAILED);
      HotCopyStatus other = second.await(id);
      assertThat(other.state()).isEqualTo(HotCopyState.FAILED);
      assertThat(other.message()).contains("No space left on device");
      assertThat(second.set("set").resolve("full")).doesNotExist();
      assertThat(second.set("set").resolve("tmp/full")).exists();
    }
  }

  @Test
  void journalElementsComeTogetherOrNotAtAll() throws Exception {
    HeldWrites full = new HeldWrites();
    try (HotCopyFixture first = new HotCopyFixture(settings(full));
        HotCopyFixture second = new HotCopyFixture(settings(new HeldWrites()))) {
      complete(HotCopyType.FULL, first, second);
      first.insert("foo", 1, "only here");
      full.fill(first.set("set").resolve("tmp/1.jnl"));
      UUID failed = start(HotCopyType.JOURNAL, first, second);
      assertThat(first.await(failed).state()).isEqualTo(HotCopyState.FAILED);
      assertThat(second.await(failed).state()).isEqualTo(HotCopyState.FAILED);
      assertThat(second.set("set").resolve("1.jnl")).doesNotExist();

      full.fill(null);
      complete(HotCopyType.JOURNAL, first, second);
      assertThat(element(first, "1.jnl").endSequence()).isEqualTo(1);
      assertThat(element(second, "1.jnl").endSequence()).isZero();
    }
  }

  @Test
  void aPartThatIsCancelledCancelsTheOther() throws Exception {
    HeldWrites held = new HeldWrites();
    try (HotCopyFixture first = new HotCopyFixture(settings(held));
        HotCopyFixture second = new HotCopyFixture()) {
      held.hold(first.set("set").resolve("tmp"));
      UUID id = start(HotCopyType.FULL, first, second);
      held.awaitHeld();
      await()
          .atMost(LONG_ENOUGH)
          .until(() -> second.hotCopies().status(id).get().message().endsWith("Copy journal"));
      second.hotCopies().cancel(id);
      assertThat(second.await(id).state()).isEqualTo(HotCopyState.CANCELLED);
      held.release();
      assertThat(first.await(id).state()).isEqualTo(HotCopyState.CANCELLED);
      for (HotCopyFixture fixture : List.of(first, second)) {
        assertThat(fixture.set("set").resolve("full")).doesNotExist();
        assertThat(fixture.set("set").resolve("tmp")).isEmptyDirectory();
      }
    }
  }

  /** What a part waits for may take long: it holds back no checkpoint, so commits go on. */
  @Test
  void aPartThatWaitsLetsCheckpointsGoOn() throws Exception {
    HeldWrites held = new HeldWrites();
    try (HotCopyFixture first = new HotCopyFixture(settings(held));
        HotCopyFixture second = new HotCopyFixture()) {
      held.hold(first.set("set").resolve("tmp"));
      UUID id = start(HotCopyType.FULL, first, second);
      await()
          .atMost(LONG_ENOUGH)
          .until(() -> second.hotCopies().status(id).get().message().endsWith("Copy journal"));
      for (int i = 0; i < 10; i++) {
        second.insert("foo", i, "while the other part copies");
        second.store().checkpoint();
      }
      for (int i = 0; i < 10; i++) {
        first.insert("foo", i, "while the other part copies");
      }
      held.release();
      assertThat(first.await(id).state()).isEqualTo(HotCopyState.COMPLETED);
      assertThat(second.await(id).state()).isEqualTo(HotCopyState.COMPLETED);
      assertThat(element(second, "full").endSequence()).isEqualTo(10);
      assertThat(second.restored(second.set("set"), id)).isEqualTo(second.model().rowsAt(10));
    }
  }
}
