package io.nuodb.backup.simulator.backup;

import static io.nuodb.backup.simulator.backup.HotCopyFixture.atomsIn;
import static io.nuodb.backup.simulator.backup.HotCopyFixture.damage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nuodb.backup.simulator.store.AtomSource;
import io.nuodb.backup.simulator.store.JournalElements;
import io.nuodb.backup.simulator.store.ScratchDirectory;
import io.nuodb.backup.simulator.store.Store;
import io.nuodb.backup.simulator.store.StoreSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.LongStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JournalHotCopyTest {
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

  private final HeldWrites held = new HeldWrites();
  private final StoreSettings enabled =
      HotCopyFixture.settings().withJournalHotCopy().withFaults(held);
  private HotCopyFixture fixture;
  private Path set;

  @BeforeEach
  void open() throws IOException {
    fixture = new HotCopyFixture(enabled);
    set = fixture.set("test-2022-04-18");
  }

  @AfterEach
  void close() throws IOException {
    fixture.close();
  }

  @Test
  void eachElementHoldsTheJournalSinceTheOneBefore() throws Exception {
    commitTo(3);
    fixture.complete(HotCopyType.FULL, set);
    commitTo(5);
    UUID first = fixture.complete(HotCopyType.JOURNAL, set);
    commitTo(9);
    fixture.complete(HotCopyType.JOURNAL, set);

    assertThat(sequences(set, "1.jnl")).isEqualTo(range(1, 5));
    assertThat(sequences(set, "2.jnl")).isEqualTo(range(6, 9));
    assertThat(atomsIn(set.resolve("1.jnl"))).isZero();
    assertThat(set.resolve("tmp")).isEmptyDirectory();
    BackupElementState element = element(set, "1.jnl");
    assertThat(element.id()).isEqualTo(first);
    assertThat(element.type()).isEqualTo(HotCopyType.JOURNAL);
    assertThat(element.endSequence()).isEqualTo(5);
    assertThat(element.set()).isEqualTo(element(set, "full").set());
    assertThat(files(set, "1.jnl"))
        .isEqualTo(range(element.firstJournalFile(), element.lastJournalFile()));
    assertThat(element(set, "2.jnl").firstJournalFile()).isEqualTo(element.lastJournalFile() + 1);
  }

  @Test
  void anElementWithoutNewFilesSaysSo() throws Exception {
    commitTo(3);
    fixture.complete(HotCopyType.FULL, set);
    fixture.complete(HotCopyType.JOURNAL, set);
    HotCopyStatus status = fixture.run(HotCopyType.JOURNAL, set);

    BackupElementState element = element(set, "2.jnl");
    assertThat(element.firstJournalFile()).isEqualTo(element.lastJournalFile() + 1);
    assertThat(element.lastJournalFile()).isEqualTo(element(set, "1.jnl").lastJournalFile());
    assertThat(element.endSequence()).isEqualTo(3);
    assertThat(files(set, "2.jnl")).isEmpty();
    assertThat(status.destinationDirectory()).isEqualTo(set.resolve("tmp/2.jnl/data"));
  }

  @Test
  void goesOnAfterARestart() throws Exception {
    fixture.complete(HotCopyType.FULL, set);
    commitTo(4);
    fixture.complete(HotCopyType.JOURNAL, set);
    commitTo(7);
    fixture.restart(enabled);
    fixture.store().checkpoint();
    commitTo(9);
    fixture.complete(HotCopyType.JOURNAL, set);
    assertThat(sequences(set, "2.jnl")).isEqualTo(range(5, 9));
  }

  @Test
  void theNextSetBeginsWhereTheOneBeforeEnded() throws Exception {
    fixture.complete(HotCopyType.FULL, set);
    commitTo(4);
    fixture.complete(HotCopyType.JOURNAL, set);
    commitTo(6);
    Path next = fixture.set("test-2022-04-19");
    fixture.complete(HotCopyType.FULL, next);
    commitTo(8);
    fixture.complete(HotCopyType.JOURNAL, next);
    assertThat(sequences(next, "1.jnl")).isEqualTo(range(5, 8));
  }

  @Test
  void copiesIntoASetWhoseFullRunsOrFailed() throws Exception {
    fixture.fill("foo", 300);
    held.hold(set.resolve("tmp/full"));
    UUID full = fixture.start(HotCopyType.FULL, set).hotCopyId();
    held.awaitHeld();
    fixture.complete(HotCopyType.JOURNAL, set);
    commitTo(3);
    assertThat(fixture.hotCopies().status(full).orElseThrow().state())
        .isEqualTo(HotCopyState.RUNNING);

    fixture.hotCopies().cancel(full);
    fixture.await(full);
    fixture.complete(HotCopyType.JOURNAL, set);
    assertThat(sequences(set, "1.jnl")).isEqualTo(range(1, 1));
    assertThat(sequences(set, "2.jnl")).isEqualTo(range(2, 3));
  }

  @Test
  void refusesASetThatIsNotTheNewestOfTheArchive() throws Exception {
    assertRefused(set, "Failed to open backup set " + set + ": No such file or directory");
    fixture.complete(HotCopyType.FULL, set);
    Path next = fixture.set("test-2022-04-19");
    fixture.complete(HotCopyType.FULL, next);
    assertRefused(set, "not the most recently initialized backup set");
    fixture.restart(enabled);
    assertRefused(set, "not the most recently initialized backup set");
    fixture.complete(HotCopyType.JOURNAL, next);

    try (HotCopyFixture other = new HotCopyFixture(enabled)) {
      Path foreign = other.set("foreign");
      other.complete(HotCopyType.FULL, foreign);
      assertRefused(foreign, "belongs to archive " + other.store().archiveUid());
    }
  }

  @Test
  void isRefusedWithoutTheStartOption() throws Exception {
    fixture.restart(HotCopyFixture.settings());
    fixture.complete(HotCopyType.FULL, set);
    assertRefused(set, "requires journal-hot-copy");
  }

  @ParameterizedTest
  @EnumSource(names = {"FULL", "INCREMENTAL"})
  void aSyncSuspendsUntilAFullOrIncrementalIsComplete(HotCopyType enabling) throws Exception {
    commitTo(3);
    fixture.complete(HotCopyType.FULL, set);
    synchronizeFromAnEmptyArchive();
    assertSuspended(set);
    fixture.restart(enabled);
    assertSuspended(set);

    Path next = enabling == HotCopyType.FULL ? fixture.set("test-2022-04-19") : set;
    fixture.complete(enabling, next);
    fixture.complete(HotCopyType.JOURNAL, next);
  }

  @ParameterizedTest
  @EnumSource(names = {"FULL", "INCREMENTAL"})
  void theOptionEnabledAnewSuspendsUntilAFullOrIncrementalIsComplete(HotCopyType enabling)
      throws Exception {
    commitTo(3);
    fixture.complete(HotCopyType.FULL, set);
    fixture.restart(HotCopyFixture.settings());
    fixture.restart(enabled);
    assertSuspended(set);

    Path next = enabling == HotCopyType.FULL ? fixture.set("test-2022-04-19") : set;
    fixture.complete(enabling, next);
    fixture.complete(HotCopyType.JOURNAL, next);
  }

  @Test
  void aSimpleHotCopyEndsNoSuspension() throws Exception {
    commitTo(3);
    fixture.complete(HotCopyType.FULL, set);
    fixture.restart(HotCopyFixture.settings());
    fixture.restart(enabled);
    fixture.complete(HotCopyType.SIMPLE, fixture.set("simple"));
    assertSuspended(set);
  }

  @Test
  void namesADamagedJournalFileAndKeepsTheJournal() throws Exception {
    fixture.complete(HotCopyType.FULL, set);
    commitTo(5);
    Path journal = onlyJournalFile();
    damage(journal);
    HotCopyStatus failed = fixture.run(HotCopyType.JOURNAL, set);
    assertThat(failed.state()).isEqualTo(HotCopyState.FAILED);
    assertThat(failed.message()).startsWith("Hot copy failed: Node 6: " + journal);
    assertThat(set.resolve("1.jnl")).doesNotExist();

    damage(journal);
    fixture.store().checkpoint();
    fixture.complete(HotCopyType.JOURNAL, set);
    assertThat(sequences(set, "1.jnl")).isEqualTo(range(1, 5));
    assertThat(set.resolve("tmp")).isEmptyDirectory();
  }

  /** The clock is asked between the check of the rules and the copy's thread. */
  @Test
  void aSyncBetweenTheRulesAndTheCopyGivesNoElementOfTheNewJournal() throws Exception {
    commitTo(3);
    fixture.complete(HotCopyType.FULL, set);
    InstantSource synchronizing =
        () -> {
          synchronizeFromAnEmptyArchive();
          return Instant.EPOCH;
        };
    Clock clock = synchronizing.withZone(ZoneOffset.UTC);
    try (HotCopies hotCopies = new HotCopies(fixture.store(), 1, clock)) {
      UUID id = UUID.randomUUID();
      hotCopies.start(new HotCopyRequest(id, HotCopyType.JOURNAL, set, OptionalLong.empty()));
      assertThat(hotCopies.awaitFinished(id, LONG_ENOUGH)).isTrue();
      assertThat(hotCopies.status(id).orElseThrow().state()).isEqualTo(HotCopyState.FAILED);
    }
    assertThat(set.resolve("1.jnl")).doesNotExist();
  }

  /** The archive as it was before the journal copy: killed after the move, before the record. */
  @Test
  void aKillBetweenMoveAndRecordMakesElementsOverlap() throws Exception {
    fixture.complete(HotCopyType.FULL, set);
    commitTo(4);
    Path killed = fixture.set("killed");
    ScratchDirectory.copyTree(fixture.store().archiveDirectory(), killed);
    fixture.complete(HotCopyType.JOURNAL, set);

    try (Store store = Store.open(killed, enabled);
        HotCopies hotCopies = new HotCopies(store, 1, Clock.systemUTC())) {
      store.checkpoint();
      UUID id = UUID.randomUUID();
      hotCopies.start(new HotCopyRequest(id, HotCopyType.JOURNAL, set, OptionalLong.empty()));
      assertThat(hotCopies.awaitFinished(id, LONG_ENOUGH)).isTrue();
    }
    assertThat(sequences(set, "1.jnl")).isEqualTo(range(1, 4));
    assertThat(sequences(set, "2.jnl")).isEqualTo(range(1, 4));
  }

  private void commitTo(long sequence) throws IOException {
    while (fixture.model().lastSequence() < sequence) {
      fixture.insert("foo", fixture.model().lastSequence() % 3, "a value");
    }
  }

  private void synchronizeFromAnEmptyArchive() {
    try (Store source = Store.open(fixture.set("source"), HotCopyFixture.settings());
        AtomSource pinned = source.pinForSync()) {
      fixture.store().synchronizeFrom(pinned);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void assertSuspended(Path backupSet) {
    assertRefused(
        backupSet, "Full or incremental hot copy must be completed before journal hot copy");
  }

  private void assertRefused(Path backupSet, String text) {
    ThrowingCallable start = () -> fixture.start(HotCopyType.JOURNAL, backupSet);
    assertThatThrownBy(start)
        .isInstanceOf(HotCopyRefusedException.class)
        .hasMessageContaining(text);
  }

  private Path onlyJournalFile() throws IOException {
    Path archive = fixture.store().archiveDirectory();
    UUID journalId = JournalElements.journalOf(archive);
    long file = JournalElements.fileSequences(archive, journalId).getLast();
    return archive.resolve("journal/%s/njf_0/%d.njf".formatted(journalId, file));
  }

  private List<Long> sequences(Path backupSet, String element) throws IOException {
    return JournalElements.sequences(backupSet.resolve(element).resolve("data"), journalId());
  }

  private List<Long> files(Path backupSet, String element) throws IOException {
    return JournalElements.fileSequences(backupSet.resolve(element).resolve("data"), journalId());
  }

  private UUID journalId() throws IOException {
    return JournalElements.journalOf(fixture.store().archiveDirectory());
  }

  private static BackupElementState element(Path backupSet, String name) throws IOException {
    return StateXmlReader.readElement(new BackupSetLayout(backupSet).element(name).stateFile());
  }

  private static List<Long> range(long first, long last) {
    return LongStream.rangeClosed(first, last).boxed().toList();
  }
}
