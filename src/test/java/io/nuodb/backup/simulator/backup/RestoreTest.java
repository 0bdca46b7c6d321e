package io.nuodb.backup.simulator.backup;

import static io.nuodb.backup.simulator.backup.HotCopyFixture.damage;
import static io.nuodb.backup.simulator.backup.HotCopyFixture.nuoarchive;
import static org.assertj.core.api.Assertions.assertThat;

import io.nuodb.backup.simulator.backup.HotCopyFixture.Outcome;
import io.nuodb.backup.simulator.store.ArchiveLayout;
import io.nuodb.backup.simulator.store.FileTree;
import io.nuodb.backup.simulator.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RestoreTest {
  private HotCopyFixture fixture;
  private Path set;
  private Path destination;
  private UUID full;
  private UUID incremental;

  @BeforeEach
  void makeBackups() throws Exception {
    fixture = new HotCopyFixture();
    set = fixture.set("test-2022-04-18");
    destination = fixture.set("restored");
    fixture.fill("foo", 200);
    full = fixture.complete(HotCopyType.FULL, set);
    fixture.insert("foo", 7, "changed");
    incremental = fixture.complete(HotCopyType.INCREMENTAL, set);
  }

  @AfterEach
  void close() throws IOException {
    fixture.close();
  }

  @Test
  void restoresTheNewestElementByDefaultAsANewArchiveOfTheDatabase() throws Exception {
    Outcome outcome = nuoarchive("restore", "--quiet", "--restore-dir", destination, set);
    assertThat(outcome).isEqualTo(new Outcome(0, "", ""));
    assertThat(Store.databaseIdOf(destination)).contains(HotCopyFixture.DATABASE);
    assertThat(destination.resolve("info.json")).doesNotExist();
    try (Store restored = Store.open(destination, HotCopyFixture.settings())) {
      assertThat(restored.row("foo", 7)).contains("changed");
      assertThat(restored.archiveUid()).isNotEqualTo(fixture.store().archiveUid());
      assertThat(restored.lastTransactionId()).isEqualTo(fixture.store().lastTransactionId());
    }
  }

  @Test
  void restoresToAnEarlierElement() throws Exception {
    assertThat(fixture.restored(set, full)).isEqualTo(fixture.model().rowsAt(1));
    assertThat(fixture.restored(set, incremental)).isEqualTo(fixture.model().rowsAt(2));
  }

  @Test
  void aMovedSetRestoresToo() throws Exception {
    Path moved = Files.move(set, fixture.set("moved"));
    assertThat(fixture.restored(moved, incremental)).isEqualTo(fixture.model().rowsAt(2));
  }

  @Test
  void refusesADestinationThatIsNotEmpty() throws Exception {
    Files.createDirectory(destination);
    Path foreign = Files.writeString(destination.resolve("letter.txt"), "mine");
    Outcome outcome = nuoarchive("restore", "--restore-dir", destination, set);
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err()).contains(destination + " is not empty");
    assertThat(foreign).hasContent("mine");
  }

  @Test
  void refusesASetWithoutTheDataOfAnElement() throws Exception {
    Path data = set.resolve("full/data");
    FileTree.delete(data);
    assertRefused("Data of backup element full is missing: " + data);
  }

  @Test
  void refusesAnUnknownElementAndWhatIsNoSet() throws Exception {
    UUID unknown = UUID.randomUUID();
    Outcome outcome =
        nuoarchive("restore", "--backup-element-id", unknown, "--restore-dir", destination, set);
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err()).contains("no full or incremental element " + unknown);

    Outcome noSet = nuoarchive("restore", "--restore-dir", destination, set.resolve("full"));
    assertThat(noSet.exitCode()).isEqualTo(1);
    assertThat(noSet.err()).contains("is not a backup set");
  }

  @Test
  void namesADamagedAtomAndLeavesNoArchive() throws Exception {
    Path atom = ArchiveLayout.atom(set.resolve("full/data"), 20);
    damage(atom);
    assertRefused(atom + ": atom is damaged");
  }

  @Test
  void namesADamagedRootAtomAndLeavesNoArchive() throws Exception {
    Path atom = set.resolve("full/data/1.atm");
    damage(atom);
    assertRefused(atom + ": atom is damaged");
  }

  @Test
  void namesAnAtomOfAnotherVersion() throws Exception {
    Path changed = onlyFileOf(set.resolve("1.inc/data"), ".atm");
    Path older = set.resolve("full/data").resolve(set.resolve("1.inc/data").relativize(changed));
    Files.copy(older, changed, StandardCopyOption.REPLACE_EXISTING);
    assertRefused(changed + ": not the version that the backup element recorded");
  }

  @Test
  void namesADamagedJournalAndLeavesNoArchive() throws Exception {
    Path journal = onlyFileOf(set.resolve("1.inc/data"), ".njf");
    Files.write(journal, new byte[] {1, 2, 3}, StandardOpenOption.APPEND);
    assertRefused(journal + ": journal record at offset 8 is damaged");
  }

  @Test
  void reportsTheElementsNewestFirst() throws Exception {
    BackupSetElements backups = BackupSetElements.read(set);
    BackupElementState first = backups.elements().getFirst().state();
    BackupElementState second = backups.elements().getLast().state();
    Outcome outcome = nuoarchive("restore", "--report-backups", set);
    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.out())
        .isEqualTo(
            """
            <BackupSet id="%s" database="test" databaseId="%s" collectionId="%s" archiveId="%s">
                <BackupElements>
                    <BackupElement id="%s" type="incremental" startDate="%s" endDate="%s"/>
                    <BackupElement id="%s" type="full" startDate="%s" endDate="%s"/>
                </BackupElements>
            </BackupSet>
            """
                .formatted(
                    backups.set().setId(),
                    HotCopyFixture.DATABASE,
                    full,
                    fixture.store().archiveUid(),
                    incremental,
                    StateXml.date(second.startTime()),
                    StateXml.date(second.endTime()),
                    full,
                    StateXml.date(first.startTime()),
                    StateXml.date(first.endTime())));
  }

  private void assertRefused(String cause) throws IOException {
    Outcome outcome = nuoarchive("restore", "--restore-dir", destination, set);
    assertThat(outcome.err()).startsWith("[ERROR] nuoarchive: ").contains(cause);
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(FileTree.isEmptyOrAbsent(destination)).isTrue();
  }

  private static Path onlyFileOf(Path data, String suffix) throws IOException {
    try (Stream<Path> files = Files.walk(data)) {
      return files
          .filter(file -> file.toString().endsWith(suffix))
          .reduce(
              (first, second) -> {
                throw new AssertionError("more than one: " + first + ", " + second);
              })
          .orElseThrow();
    }
  }
}
