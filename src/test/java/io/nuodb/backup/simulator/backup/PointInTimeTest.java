package io.nuodb.backup.simulator.backup;

import static io.nuodb.backup.simulator.backup.HotCopyFixture.damage;
import static io.nuodb.backup.simulator.backup.HotCopyFixture.nuoarchive;
import static io.nuodb.backup.simulator.backup.JournalCopyFixture.listed;
import static org.assertj.core.api.Assertions.assertThat;

import io.nuodb.backup.simulator.backup.HotCopyFixture.Outcome;
import io.nuodb.backup.simulator.store.ArchiveLayout;
import io.nuodb.backup.simulator.store.Commit;
import io.nuodb.backup.simulator.store.FileTree;
import io.nuodb.backup.simulator.store.RowChange;
import io.nuodb.backup.simulator.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PointInTimeTest {
  private JournalCopyFixture fixture;
  private Path destination;

  @BeforeEach
  void open() throws IOException {
    fixture = new JournalCopyFixture();
    destination = fixture.directory("restored");
  }

  @AfterEach
  void close() throws IOException {
    fixture.close();
  }

  @Test
  void reportsTransactionsInCommitOrderWithTheSecondOfTheirCommit() throws Exception {
    Path set = fixture.full("test-2022-04-18");
    fixture.insert(3);
    fixture.journal(set);
    Outcome outcome = nuoarchive("restore", "--report-timestamps", "--timeout", "60", set);
    assertThat(outcome)
        .isEqualTo(
            new Outcome(
                0,
                """
                2021-12-19T20:58:15 %d
                2021-12-19T20:58:16 %d
                2021-12-19T20:58:17 %d
                """
                    .formatted(id(1), id(2), id(3)),
                ""));
  }

  @Test
  void restoresATransactionAndThoseBeforeIt() throws Exception {
    Path set = fixture.full("test-2022-04-18");
    fixture.insert(3);
    fixture.journal(set);
    assertThat(fixture.restored(set, fixture.commit(2)).get("foo").values())
        .containsExactly("row of commit 1", "row of commit 2");
  }

  @Test
  void theRestoredArchiveIsANewOneOfTheDatabase() throws Exception {
    Path set = fixture.full("test-2022-04-18");
    fixture.insert(3);
    fixture.journal(set);
    Outcome outcome = JournalCopyFixture.restore(set, id(2), destination);
    assertThat(outcome).isEqualTo(new Outcome(0, "", ""));
    assertThat(Store.databaseIdOf(destination)).contains(HotCopyFixture.DATABASE);
    assertThat(destination.resolve(ArchiveLayout.TEMPORARY_DIRECTORY)).doesNotExist();
    Store store = fixture.hotCopies().store();
    try (Store restored = Store.open(destination, HotCopyFixture.settings())) {
      assertThat(restored.archiveUid()).isNotEqualTo(store.archiveUid());
      assertThat(restored.lastSequence()).isEqualTo(2);
      assertThat(restored.lastTransactionId()).isEqualTo(Math.max(id(1), id(2)));
    }
  }

  @Test
  void leavesOutWhatATransactionDidNotSee() throws Exception {
    Path set = fixture.full("test-2022-04-18");
    fixture.insert(1);
    Commit second = fixture.commitSeeing(1, new RowChange("foo", 2, "of the second to begin"));
    Commit first = fixture.commitSeeing(1, new RowChange("foo", 1, "of the first to begin"));
    fixture.journal(set);
    assertThat(fixture.restored(set, first).get("foo").values())
        .containsExactly("of the first to begin");
    assertThat(fixture.restored(set, second).get("foo").values())
        .containsExactly("row of commit 1", "of the second to begin");
  }

  @Test
  void aTransactionThatEndsAfterABaseThatItDidNotSeeIsAddedToIt() throws Exception {
    Path set = fixture.full("test-2022-04-18");
    fixture.insert(4);
    fixture.hotCopies().complete(HotCopyType.INCREMENTAL, set);
    Commit late = fixture.commitSeeing(1, new RowChange("bar", 1, "late"));
    fixture.journal(set);
    assertThat(fixture.restored(set, late)).isEqualTo(fixture.rowsSeenBy(late, 4));
  }

  @Test
  void takesTheNewestBaseBeforeTheTransaction() throws Exception {
    Path set = fixture.full("test-2022-04-18");
    fixture.insert(3);
    Path unneeded = fixture.journal(set);
    fixture.hotCopies().complete(HotCopyType.INCREMENTAL, set);
    fixture.insert(3);
    fixture.journal(set);
    fixture.hotCopies().complete(HotCopyType.INCREMENTAL, set);
    FileTree.delete(unneeded.resolve("data"));
    FileTree.delete(set.resolve("2.inc/data"));
    assertThat(listed(set)).containsExactly(id(4), id(5), id(6));
    assertThat(fixture.restored(set, fixture.commit(5)))
        .isEqualTo(fixture.rowsSeenBy(fixture.commit(5), 3));
  }

  @Test
  void takesTheBaseOfTheSetBeforeForTransactionsOfTheTimeOfAFull() throws Exception {
    Path before = fixture.full("z");
    fixture.insert(3);
    fixture.journal(before);
    fixture.insert(3);
    Path set = fixture.full("a");
    fixture.insert(2);
    fixture.journal(set);
    assertThat(listed(set)).containsExactly(ids(4, 8));
    for (long sequence = 4; sequence <= 8; sequence++) {
      Commit transaction = fixture.commit(sequence);
      assertThat(fixture.restored(set, transaction)).isEqualTo(fixture.rowsSeenBy(transaction, 0));
    }
    assertRefused(before, id(4), "only committed transactions can be restored");

    Path away = Files.createDirectory(fixture.directory("away")).resolve("z");
    Files.move(before, away);
    assertThat(listed(set)).containsExactly(ids(7, 8));
    assertRefused(set, id(5), "the backup set before this one has to lie beside it");
  }

  @Test
  void goesBackOverSeveralSetsWhoseFullsFailed() throws Exception {
    Path oldest = fixture.full("oldest");
    fixture.insert(3);
    fixture.journal(oldest);
    Path failed = fixture.failedFull("failed");
    fixture.insert(3);
    fixture.journal(failed);
    Path failedAgain = fixture.failedFull("failed-again");
    fixture.insert(3);
    fixture.journal(failedAgain);
    fixture.failedFull("failed-at-once");
    fixture.insert(3);
    Path newest = fixture.full("newest");
    fixture.insert(3);
    fixture.journal(newest);
    for (Path set : List.of(oldest, failed, failedAgain, newest)) {
      List<Long> listed = listed(set);
      assertThat(listed).hasSizeGreaterThanOrEqualTo(3);
      for (long sequence = 1; sequence <= 15; sequence++) {
        Commit transaction = fixture.commit(sequence);
        if (listed.contains(transaction.transactionId())) {
          assertThat(fixture.restored(set, transaction))
              .isEqualTo(fixture.rowsSeenBy(transaction, 0));
        }
      }
    }
    FileTree.delete(failed);
    assertRefused(newest, id(11), "Commits 4 to 6 are missing before");
    assertThat(listed(newest)).containsExactly(ids(13, 15));
  }

  @Test
  void aSetWhoseFullFailedHasNoOtherState() throws Exception {
    Path before = fixture.full("before");
    fixture.insert(3);
    Path failed = fixture.failedFull("failed");
    assertThat(nuoarchive("restore", "--report-timestamps", failed).err())
        .isEqualTo(
            "[ERROR] nuoarchive: Backup set %s has no completed full hot copy\n".formatted(failed));
    fixture.journal(failed);
    Outcome outcome = nuoarchive("restore", "--restore-dir", destination, failed);
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err()).contains("has no completed full hot copy");
    FileTree.delete(before);
    assertThat(listed(failed)).isEmpty();
    assertRefused(failed, id(2), "the backup set before this one has to lie beside it");
  }

  @Test
  void siblingsOfAnotherArchiveAreNone() throws Exception {
    try (JournalCopyFixture other = new JournalCopyFixture()) {
      other.insert(2);
      Path foreign = other.full("foreign");
      fixture.insert(5);
      Path set = fixture.full("test-2022-04-18");
      fixture.journal(set);
      Files.move(foreign, fixture.directory("foreign"));
      assertThat(listed(set)).isEmpty();
      assertRefused(set, id(4), "the backup set before this one has to lie beside it");
    }
  }

  /** The copy of an archive is another one, although its journal goes on with the same id. */
  @Test
  void aSiblingOfACopiedArchiveIsNone() throws Exception {
    Path before = fixture.full("before");
    fixture.insert(3);
    Path set = fixture.full("test-2022-04-18");
    fixture.journal(set);
    assertThat(listed(set)).containsExactly(ids(1, 3));

    String archive = fixture.hotCopies().store().archiveUid().toString();
    for (String state : List.of("state.xml", "full/control/state.xml")) {
      String content = Files.readString(before.resolve(state));
      Files.writeString(before.resolve(state), content.replace(archive, new UUID(1, 2).toString()));
    }
    assertThat(listed(set)).isEmpty();
    assertRefused(set, id(2), "the backup set before this one has to lie beside it");
  }

  @Test
  void whatWasCopiedTwiceCountsOnce() throws Exception {
    Path set = fixture.full("test-2022-04-18");
    fixture.insert(9);
    fixture.journal(set, 1, 3, 4, 5);
    fixture.journal(set, 3, 4, 4, 7);
    fixture.journal(set, 1, 9);
    assertThat(listed(set)).containsExactly(ids(1, 9));
    for (long sequence = 1; sequence <= 9; sequence++) {
      Commit transaction = fixture.commit(sequence);
      assertThat(fixture.restored(set, transaction)).isEqualTo(fixture.rowsSeenBy(transaction, 0));
    }
  }

  @Test
  void anElementWithoutNewFilesIsNoHole() throws Exception {
    Path set = fixture.full("test-2022-04-18");
    fixture.insert(3);
    fixture.journal(set);
    fixture.journal(set);
    fixture.insert(3);
    fixture.journal(set);
    assertThat(listed(set)).containsExactly(ids(1, 6));
    assertThat(fixture.restored(set, fixture.commit(6)))
        .isEqualTo(fixture.rowsSeenBy(fixture.commit(6), 0));
  }

  @Test
  void refusesAHole() throws Exception {
    Path set = fixture.full("test-2022-04-18");
    fixture.insert(9);
    fixture.journal(set, 1, 3);
    Path behind = fixture.journal(set, 6, 9);
    assertThat(listed(set)).containsExactly(ids(1, 3));
    assertRefused(
        set,
        id(8),
        "Commits 4 to 5 are missing before journal file " + fileIn(behind.resolve("data"), ".njf"));
    fixture.hotCopies().complete(HotCopyType.INCREMENTAL, set);
    fixture.insert(1);
    fixture.journal(set);
    assertThat(listed(set)).containsExactly(id(1), id(2), id(3), id(10));
  }

  /** A base in the set goes on in the set's journals only, and the report says no more. */
  @Test
  void aSiblingFillsNoHoleBehindABaseOfTheSet() throws Exception {
    Path before = fixture.full("before");
    fixture.insert(2);
    Path set = fixture.full("test-2022-04-18");
    fixture.insert(6);
    fixture.journal(before, 3, 5);
    fixture.journal(set, 1, 2);
    fixture.journal(set, 6, 8);
    assertThat(listed(set)).containsExactly(ids(1, 2));
    assertRefused(set, id(7), "Commits 3 to 5 are missing before");
  }

  @Test
  void aJournalThatASyncBeganDoesNotContinueABaseFromBefore() throws Exception {
    Path set = fixture.full("test-2022-04-18");
    fixture.insert(3);
    fixture.journal(set);
    fixture.insert(3);
    Path journal = fileIn(fixture.journal(set).resolve("data"), ".njf").getParent().getParent();
    Files.move(journal, journal.resolveSibling(UUID.randomUUID().toString()));
    assertThat(listed(set)).containsExactly(ids(1, 3));
    assertRefused(set, id(5), "the backup set before this one has to lie beside it");
  }

  @Test
  void whatATransactionDidNotSeeMayBeMissing() throws Exception {
    Path set = fixture.full("test-2022-04-18");
    fixture.insert(6);
    Commit late = fixture.commitSeeing(2, new RowChange("bar", 1, "late"));
    fixture.journal(set, 1, 3);
    Path unneeded = fixture.journal(set, 4, 5);
    fixture.journal(set, 6, 7);
    FileTree.delete(unneeded.resolve("data"));
    assertThat(listed(set)).containsExactly(id(1), id(2), id(3), late.transactionId());
    assertThat(fixture.restored(set, late)).isEqualTo(fixture.rowsSeenBy(late, 0));
  }

  @Test
  void refusesWithoutTheDataOfAnElementThatIsNeeded() throws Exception {
    Path set = fixture.full("test-2022-04-18");
    fixture.insert(3);
    Path first = fixture.journal(set);
    fixture.insert(3);
    Path second = fixture.journal(set);
    Path aside = fixture.directory("aside");

    Files.move(first.resolve("data"), aside);
    assertThat(listed(set)).isEmpty();
    assertRefused(set, id(5), "Data of backup element 1.jnl is missing");
    Files.move(aside, first.resolve("data"));

    Files.move(second.resolve("data"), aside);
    assertThat(listed(set)).containsExactly(ids(1, 3));
    assertRefused(set, id(5), "Data of backup element 2.jnl is missing");
    Files.move(aside, second.resolve("data"));

    Files.move(set.resolve("full/data"), aside);
    assertThat(listed(set)).isEmpty();
    assertRefused(set, id(5), "Data of backup element full is missing");
    Files.move(aside, set.resolve("full/data"));

    fixture.hotCopies().complete(HotCopyType.INCREMENTAL, set);
    fixture.insert(1);
    fixture.journal(set);
    FileTree.delete(set.resolve("1.inc/data"));
    assertThat(listed(set)).containsExactly(ids(1, 6));
    assertRefused(set, id(7), "Data of backup element 1.inc is missing");
  }

  @Test
  void anElementWithoutDataIsNotNeededWhenItsCommitsWereCopiedAgain() throws Exception {
    Path set = fixture.full("test-2022-04-18");
    fixture.insert(5);
    Path copiedAgain = fixture.journal(set, 1, 3);
    fixture.journal(set, 1, 5);
    FileTree.delete(copiedAgain.resolve("data"));
    assertThat(listed(set)).containsExactly(ids(1, 5));
    assertThat(fixture.restored(set, fixture.commit(5)))
        .isEqualTo(fixture.rowsSeenBy(fixture.commit(5), 0));
  }

  @Test
  void refusesWithoutTheDataOfASibling() throws Exception {
    Path before = fixture.full("before");
    fixture.insert(3);
    fixture.journal(before);
    fixture.insert(3);
    Path set = fixture.full("test-2022-04-18");
    fixture.journal(set);
    FileTree.delete(before.resolve("full/data"));
    assertThat(listed(set)).isEmpty();
    assertRefused(
        set, id(5), "Data of backup element full is missing: " + before.resolve("full/data"));
  }

  @Test
  void aDamagedSiblingIsInTheWayOnlyWhenItIsNeeded() throws Exception {
    Path before = fixture.full("before");
    fixture.insert(3);
    fixture.journal(before);
    fixture.insert(3);
    Path set = fixture.full("test-2022-04-18");
    fixture.insert(3);
    fixture.journal(set);
    Path state = before.resolve("full/control/state.xml");
    Files.writeString(state, "<BackupElement>");
    assertThat(fixture.restored(set, fixture.commit(8)))
        .isEqualTo(fixture.rowsSeenBy(fixture.commit(8), 6));
    assertRefused(set, id(5), "has to lie beside it; not readable: " + state);
  }

  @Test
  void damageInAJournalIsInTheWayOnlyWhenItIsNeeded() throws Exception {
    Path set = fixture.full("test-2022-04-18");
    fixture.insert(3);
    Path unneeded = fixture.journal(set, 1, 3);
    fixture.hotCopies().complete(HotCopyType.INCREMENTAL, set);
    fixture.insert(3);
    fixture.journal(set, 4, 6);
    Path damaged = fileIn(unneeded.resolve("data"), ".njf");
    damage(damaged);
    assertThat(fixture.restored(set, fixture.commit(5)))
        .isEqualTo(fixture.rowsSeenBy(fixture.commit(5), 3));
    assertRefused(set, id(2), damaged + ": journal record at offset");

    Outcome report = nuoarchive("restore", "--report-timestamps", set);
    assertThat(report.out().lines()).hasSize(3);
    assertThat(report.err()).startsWith("[ERROR] nuoarchive: " + damaged);
    assertThat(report.exitCode()).isEqualTo(1);
  }

  @Test
  void refusesAJournalThatEndsEarly() throws Exception {
    Path set = fixture.full("test-2022-04-18");
    fixture.insert(6);
    Path cut = fixture.journal(set, 1, 3);
    fixture.journal(set, 4, 6);
    String state = Files.readString(cut.resolve("control/state.xml"));
    Files.writeString(
        cut.resolve("control/state.xml"),
        state.replace("<CommitSequence>3 ", "<CommitSequence>4 "));
    assertRefused(set, id(6), cut.resolve("data") + ": journal ends with commit 3, not 4");
  }

  @Test
  void refusesElementAndTransactionTogetherAndAJournalAsElement() throws Exception {
    Path set = fixture.full("test-2022-04-18");
    fixture.insert(3);
    Path journal = fixture.journal(set);
    UUID element = StateXmlReader.readElement(journal.resolve("control/state.xml")).id();
    Outcome both =
        nuoarchive(
            "restore",
            "--restore-snapshot",
            id(2),
            "--backup-element-id",
            element,
            "--restore-dir",
            destination,
            set);
    assertThat(both.exitCode()).isEqualTo(1);
    assertThat(both.err())
        .isEqualTo(
            "[ERROR] nuoarchive: --restore-snapshot and --backup-element-id exclude each other\n");

    Outcome outcome =
        nuoarchive("restore", "--backup-element-id", element, "--restore-dir", destination, set);
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err()).contains(element + " is journal element 1.jnl: only the end of a");
    assertThat(destination).doesNotExist();
  }

  @Test
  void withoutATransactionJournalsAreNotApplied() throws Exception {
    Path set = fixture.full("test-2022-04-18");
    fixture.insert(3);
    fixture.journal(set);
    assertThat(nuoarchive("restore", "--restore-dir", destination, set).exitCode()).isZero();
    assertThat(JournalCopyFixture.rowsIn(destination)).isEmpty();
  }

  @Test
  void refusesADestinationThatIsNotEmpty() throws Exception {
    Path set = fixture.full("test-2022-04-18");
    fixture.insert(3);
    fixture.journal(set);
    Path foreign = Files.createDirectory(destination).resolve("letter.txt");
    Files.writeString(foreign, "mine");
    Outcome outcome = JournalCopyFixture.restore(set, id(2), destination);
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err()).contains(destination + " is not empty");
    assertThat(foreign).hasContent("mine");
  }

  @Test
  void reportsJournalsThenIncrementalsThenTheFullEachNewestFirst() throws Exception {
    Path set = fixture.full("test-2022-04-18");
    fixture.insert(1);
    fixture.journal(set);
    fixture.hotCopies().complete(HotCopyType.INCREMENTAL, set);
    fixture.journal(set);
    BackupSetElements backups = BackupSetElements.read(set);
    List<String> expected =
        Stream.of(
                backups.journals().get(1),
                backups.journals().get(0),
                backups.elements().get(1),
                backups.elements().get(0))
            .map(element -> element.state().id().toString())
            .toList();
    Outcome outcome = nuoarchive("restore", "--report-backups", set);
    assertThat(outcome.out().lines().filter(line -> line.contains("<BackupElement id=")))
        .map(line -> line.split("\"")[1])
        .isEqualTo(expected);
  }

  private long id(long sequence) {
    return fixture.commit(sequence).transactionId();
  }

  private Long[] ids(long first, long last) {
    return Stream.iterate(first, sequence -> sequence <= last, sequence -> sequence + 1)
        .map(this::id)
        .toArray(Long[]::new);
  }

  private void assertRefused(Path set, long transactionId, String cause) throws IOException {
    Outcome outcome = JournalCopyFixture.restore(set, transactionId, destination);
    assertThat(outcome.err()).startsWith("[ERROR] nuoarchive: ").contains(cause);
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.out()).isEmpty();
    assertThat(FileTree.isEmptyOrAbsent(destination)).isTrue();
  }

  private static Path fileIn(Path data, String suffix) throws IOException {
    try (Stream<Path> files = Files.walk(data)) {
      return files.filter(file -> file.toString().endsWith(suffix)).findFirst().orElseThrow();
    }
  }
}
