package io.nuodb.backup.simulator.backup;

import static io.nuodb.backup.simulator.backup.HotCopyFixture.atomsIn;
import static io.nuodb.backup.simulator.backup.HotCopyFixture.damage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nuodb.backup.simulator.store.ArchiveLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class HotCopyTest {
  private static final OptionalLong SLOW = OptionalLong.of(100);
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

  private final HeldWrites held = new HeldWrites();
  private HotCopyFixture fixture;
  private Path set;

  @BeforeEach
  void open() throws IOException {
    fixture = new HotCopyFixture(HotCopyFixture.settings().withJournalHotCopy().withFaults(held));
    set = fixture.set("test-2022-04-18");
  }

  @AfterEach
  void close() throws IOException {
    fixture.close();
  }

  /** Example 1 of NuoDB's Using Incremental Hot Copy: 140 atoms, then 6, then none. */
  @Test
  void anIncrementalHoldsOnlyChangedAtoms() throws Exception {
    fixture.fill("bar", 1000);
    fixture.insert("foo", 0, "to be");
    fixture.complete(HotCopyType.FULL, set);
    long full = atomsIn(set.resolve("full/data"));
    assertThat(full).isEqualTo(atomsIn(fixture.store().archiveDirectory())).isGreaterThan(100);

    fixture.insert("foo", 1, "inserted");
    fixture.complete(HotCopyType.INCREMENTAL, set);
    assertThat(atomsIn(set.resolve("1.inc"))).isBetween(1L, 6L);

    fixture.complete(HotCopyType.INCREMENTAL, set);
    assertThat(atomsIn(set.resolve("2.inc"))).isZero();
    assertThat(set).isDirectoryContaining("glob:**/tmp").isDirectoryContaining("glob:**/state.xml");
    assertThat(set.resolve("tmp")).isEmptyDirectory();
  }

  @Test
  void aFullHasTheDocumentedLayout() throws Exception {
    fixture.fill("foo", 20);
    UUID id = fixture.complete(HotCopyType.FULL, set);

    BackupSetElements backups = BackupSetElements.read(set);
    BackupElementState element = backups.elements().getFirst().state();
    assertThat(element.id()).isEqualTo(id);
    assertThat(element.set()).isEqualTo(backups.set());
    assertThat(element.set().collectionId()).isEqualTo(id);
    assertThat(element.set().archiveUid()).isEqualTo(fixture.store().archiveUid());
    assertThat(element.set().databaseId()).isEqualTo(HotCopyFixture.DATABASE);
    assertThat(element.endSequence()).isEqualTo(1);
    assertThat(set.resolve("full/control/2.cat/fingerprints.dat")).exists();
    assertThat(set.resolve("full/data"))
        .isDirectoryContaining("glob:**/state.dat")
        .isDirectoryContaining("glob:**/journal")
        .isDirectoryNotContaining("glob:**/identity.dat")
        .isDirectoryNotContaining("glob:**/fingerprints.dat");
  }

  @Test
  void theStatusTellsWhatTheDocumentsSay() throws Exception {
    fixture.fill("foo", 20);
    HotCopyStatus begun = fixture.start(HotCopyType.FULL, set);
    assertThat(begun.message()).isEqualTo("Stage1: Begin");
    assertThat(begun.stage()).isEqualTo(1);
    assertThat(begun.endTime()).isEmpty();

    HotCopyStatus ended = fixture.await(begun.hotCopyId());
    assertThat(ended.stage()).isEqualTo(3);
    assertThat(ended.endTime()).isPresent();
    assertThat(ended.beginTime().getNano()).isZero();
    assertThat(ended.destinationDirectory()).isEqualTo(set.resolve("tmp/full/data"));
    assertThat(fixture.hotCopies().statuses()).containsExactly(ended);
  }

  @Test
  void finishedHotCopiesAreForgottenOldestFirstButNotOneThatRuns() throws Exception {
    fixture.fill("foo", 300);
    fixture.complete(HotCopyType.FULL, set);
    try (HotCopies hotCopies =
        new HotCopies(fixture.store(), 1, Clock.systemUTC(), cause -> {}, 2)) {
      held.hold(fixture.set("held"));
      UUID running = start(hotCopies, HotCopyType.FULL, fixture.set("held"));
      UUID first = start(hotCopies, HotCopyType.INCREMENTAL, set);
      assertThat(hotCopies.awaitFinished(first, LONG_ENOUGH)).isTrue();
      assertThat(hotCopies.statuses())
          .extracting(HotCopyStatus::hotCopyId)
          .containsExactly(running, first);

      UUID second = start(hotCopies, HotCopyType.INCREMENTAL, set);
      assertThat(hotCopies.statuses())
          .extracting(HotCopyStatus::hotCopyId)
          .containsExactly(running, second);
      assertThat(hotCopies.status(first)).isEmpty();
    }
  }

  private static UUID start(HotCopies hotCopies, HotCopyType type, Path set)
      throws HotCopyRefusedException {
    UUID id = UUID.randomUUID();
    hotCopies.start(new HotCopyRequest(id, type, set, OptionalLong.empty()));
    return id;
  }

  @Test
  void refusesAFullWithoutParentOrIntoADirectoryInUse() throws Exception {
    Path orphan = fixture.set("missing").resolve("set");
    assertThatThrownBy(() -> fixture.start(HotCopyType.FULL, orphan))
        .isInstanceOf(HotCopyRefusedException.class)
        .hasMessage("Failed to create backup set %s: No such file or directory", orphan);

    fixture.complete(HotCopyType.FULL, set);
    assertThatThrownBy(() -> fixture.start(HotCopyType.FULL, set))
        .isInstanceOf(HotCopyRefusedException.class)
        .hasMessage("Failed to create backup set %s: Directory not empty", set);

    Path empty = Files.createDirectory(fixture.set("empty"));
    fixture.complete(HotCopyType.FULL, empty);
  }

  @Test
  void refusesAnIncrementalWithoutACompletedFullOfThisArchive() throws Exception {
    assertThatThrownBy(() -> fixture.start(HotCopyType.INCREMENTAL, set))
        .isInstanceOf(HotCopyRefusedException.class)
        .hasMessage("Failed to open backup set %s: No such file or directory", set);

    try (HotCopyFixture other = new HotCopyFixture()) {
      Path foreign = fixture.set("foreign");
      other.complete(HotCopyType.FULL, foreign);
      assertThatThrownBy(() -> fixture.start(HotCopyType.INCREMENTAL, foreign))
          .isInstanceOf(HotCopyRefusedException.class)
          .hasMessageContaining("belongs to archive " + other.store().archiveUid());
    }
  }

  @Test
  void aCancelledHotCopyLeavesNothingAndTheNextSucceeds() throws Exception {
    fixture.complete(HotCopyType.FULL, set);
    fixture.fill("foo", 300);
    held.hold(set.resolve("tmp/1.inc"));
    UUID running = fixture.start(HotCopyType.INCREMENTAL, set).hotCopyId();
    held.awaitHeld();
    fixture.hotCopies().cancel(running);

    assertThat(fixture.await(running).state()).isEqualTo(HotCopyState.CANCELLED);
    assertThat(set.resolve("1.inc")).doesNotExist();
    assertThat(set.resolve("tmp")).isEmptyDirectory();
    held.release();
    UUID second = fixture.complete(HotCopyType.INCREMENTAL, set);
    assertThat(fixture.restored(set, second)).isEqualTo(fixture.model().rowsAt(1));
  }

  @Test
  void aCancelEndsTheWaitForOneThatHoldsCheckpoints() throws Exception {
    fixture.fill("foo", 20);
    held.hold(set.resolve("tmp/full/data/state.dat"));
    UUID holding = fixture.start(HotCopyType.FULL, set).hotCopyId();
    held.awaitHeld();
    UUID waiting = fixture.start(HotCopyType.SIMPLE, fixture.set("simple")).hotCopyId();
    fixture.hotCopies().cancel(waiting);
    assertThat(fixture.await(waiting).state()).isEqualTo(HotCopyState.CANCELLED);

    held.release();
    assertThat(fixture.await(holding).state()).isEqualTo(HotCopyState.COMPLETED);
    fixture.insert("foo", 1, "the store goes on");
    fixture.complete(HotCopyType.INCREMENTAL, set);
  }

  @Test
  void aCancelThatGoesWrongFailsIt() throws Exception {
    Coordination broken =
        new Coordination() {
          @Override
          public long agreeOnEnd(long lastSequence) {
            return lastSequence;
          }

          @Override
          public void awaitCopied() {}

          @Override
          public void fail(String cause) {}

          @Override
          public void cancel() {
            throw new IllegalStateException("cannot tell the others");
          }
        };
    UUID id = UUID.randomUUID();
    held.hold(set.resolve("tmp"));
    fixture
        .hotCopies()
        .start(new HotCopyRequest(id, HotCopyType.FULL, set, OptionalLong.empty()), broken);
    held.awaitHeld();
    fixture.hotCopies().cancel(id);

    HotCopyStatus failed = fixture.await(id);
    assertThat(failed.state()).isEqualTo(HotCopyState.FAILED);
    assertThat(failed.message()).contains("cannot tell the others");
  }

  @Test
  void aCancelWhileItWaitsForItsTurnEndsIt() throws Exception {
    fixture.fill("foo", 300);
    UUID running = fixture.start(HotCopyType.FULL, set, SLOW).hotCopyId();
    fixture.hotCopies().cancel(running);
    assertThat(fixture.await(running).state()).isEqualTo(HotCopyState.CANCELLED);
    assertThat(set.resolve("tmp/full")).doesNotExist();
    assertThat(set.resolve("state.xml")).exists();
    fixture.insert("foo", 1, "the store goes on");
  }

  @ParameterizedTest
  @CsvSource({"INCREMENTAL, 1.inc, JOURNAL", "JOURNAL, 1.jnl, INCREMENTAL"})
  void aFullVolumeFailsItAndTheNextOfItsTypeClearsWhatItLeft(
      HotCopyType type, String name, HotCopyType otherType) throws Exception {
    fixture.complete(HotCopyType.FULL, set);
    fixture.fill("foo", 300);
    Path left = set.resolve("tmp").resolve(name);
    Path state = left.resolve("control/state.xml");
    held.fill(state);
    HotCopyStatus failed = fixture.run(type, set);
    assertThat(failed.state()).isEqualTo(HotCopyState.FAILED);
    assertThat(failed.message())
        .isEqualTo("Hot copy failed: Node 6: %s: File read failed: No space left on device", state);
    assertThat(fixture.endings()).isEmpty();

    held.fill(null);
    Files.createFile(left.resolve("data/left"));
    fixture.complete(otherType, set);
    assertThat(left.resolve("data/left")).exists();
    fixture.complete(type, set);
    assertThat(set.resolve("tmp")).isEmptyDirectory();
    assertThat(set.resolve(name).resolve("data")).isDirectoryNotContaining("glob:**/left");
  }

  @Test
  void aDamagedAtomFailsTheHotCopyAndIsNamed() throws Exception {
    fixture.fill("foo", 300);
    fixture.store().checkpoint();
    Path atom = ArchiveLayout.atom(fixture.store().archiveDirectory(), 7);
    damage(atom);

    HotCopyStatus failed = fixture.run(HotCopyType.FULL, set);
    assertThat(failed.state()).isEqualTo(HotCopyState.FAILED);
    assertThat(failed.message())
        .startsWith("Hot copy failed: Node 6: " + atom + ": File read failed: ");
    assertThat(failed.endTime()).isEmpty();
    assertThat(set.resolve("full")).doesNotExist();
  }

  /**
   * A directory in the place of the file that is to become hotcopy.dat keeps it from being written.
   */
  @ParameterizedTest
  @CsvSource({"JOURNAL, 1.jnl", "INCREMENTAL, 1.inc"})
  void anElementThatTheArchiveCannotRememberEndsTheStorageManager(HotCopyType type, String name)
      throws Exception {
    fixture.complete(HotCopyType.FULL, set);
    fixture.insert("foo", 1, "changed");
    if (type == HotCopyType.INCREMENTAL) { // it has something to remember only if it ends this
      fixture.restart(HotCopyFixture.settings());
      fixture.restart(HotCopyFixture.settings().withJournalHotCopy());
    }
    Files.createDirectory(fixture.store().archiveDirectory().resolve("hotcopy.dat.tmp"));
    assertThat(fixture.run(type, set).state()).isEqualTo(HotCopyState.FAILED);

    assertThat(set.resolve(name)).exists();
    assertThat(fixture.endings()).hasSize(1);
    assertThatThrownBy(() -> fixture.insert("foo", 2, "too late"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("has failed");
  }

  @ParameterizedTest
  @EnumSource(names = {"FULL", "INCREMENTAL", "JOURNAL"})
  void aSetRenamedUnderAHotCopyEndsTheStorageManager(HotCopyType type) throws Exception {
    fixture.fill("foo", 300);
    if (type != HotCopyType.FULL) {
      fixture.complete(HotCopyType.FULL, set);
      fixture.insert("foo", 1, "changed");
    }
    held.hold(set.resolve("tmp"));
    UUID running = fixture.start(type, set).hotCopyId();
    held.awaitHeld();
    Files.move(set, fixture.set("renamed"));
    held.release();

    assertThat(fixture.await(running).state()).isEqualTo(HotCopyState.FAILED);
    assertThat(fixture.endings())
        .extracting(Exception::getMessage)
        .containsExactly("Unable to create archive directory: No such file or directory");
    assertThat(set).doesNotExist();
  }
}
