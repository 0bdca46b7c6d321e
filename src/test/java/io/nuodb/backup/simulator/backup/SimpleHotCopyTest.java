package io.nuodb.backup.simulator.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nuodb.backup.simulator.store.ModelDatabase;
import io.nuodb.backup.simulator.store.Store;
import io.nuodb.backup.simulator.store.StoreSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SimpleHotCopyTest {
  private final HeldWrites held = new HeldWrites();
  private HotCopyFixture fixture;
  private Path copy;
  private Path incomplete;

  @BeforeEach
  void open() throws IOException {
    fixture = new HotCopyFixture(HotCopyFixture.settings().withFaults(held));
    fixture.fill("foo", 200);
    copy = fixture.set("copy");
    incomplete = fixture.set("copy.incomplete");
  }

  @AfterEach
  void close() throws IOException {
    fixture.close();
  }

  @Test
  void isAnArchiveOfItsOwnAtTheEndOfTheCopy() throws Exception {
    held.hold(incomplete);
    HotCopyStatus begun = fixture.start(HotCopyType.SIMPLE, copy);
    held.awaitHeld();
    assertThat(begun.destinationDirectory()).isEqualTo(incomplete);
    fixture.insert("foo", 3, "changed meanwhile");
    assertThat(copy).doesNotExist();
    held.release();

    assertThat(fixture.await(begun.hotCopyId()).state()).isEqualTo(HotCopyState.COMPLETED);
    assertThat(incomplete).doesNotExist();
    assertHoldsEverything(copy, HotCopyFixture.settings());
    assertThat(copy.resolve("fingerprints.dat")).exists();
  }

  @Test
  void putsTheJournalWhereItIsWanted() throws Exception {
    Path journal = fixture.set("copied-journal");
    UUID id = start(journal);
    assertThat(fixture.await(id).state()).isEqualTo(HotCopyState.COMPLETED);
    assertThat(copy.resolve("journal")).doesNotExist();
    assertHoldsEverything(copy, HotCopyFixture.settings().withJournalDirectory(journal));
  }

  private UUID start(Path journal) throws HotCopyRefusedException {
    UUID id = UUID.randomUUID();
    fixture
        .hotCopies()
        .start(
            new HotCopyRequest(
                id, HotCopyType.SIMPLE, copy, Optional.of(journal), OptionalLong.empty()));
    return id;
  }

  /** The last row is only in the journal of the copy. */
  private void assertHoldsEverything(Path archive, StoreSettings settings) throws IOException {
    try (Store copied = Store.open(archive, settings)) {
      assertThat(copied.lastSequence()).isEqualTo(fixture.model().lastSequence());
      assertThat(ModelDatabase.rowsOf(copied))
          .isEqualTo(fixture.model().rowsAt(copied.lastSequence()));
      assertThat(copied.archiveUid()).isNotEqualTo(fixture.store().archiveUid());
      copied.apply(fixture.model().next(List.of()));
    }
  }

  @Test
  void acceptsAnEmptyDirectory() throws Exception {
    Files.createDirectory(copy);
    fixture.complete(HotCopyType.SIMPLE, copy);
    assertHoldsEverything(copy, HotCopyFixture.settings());
  }

  @Test
  void refusesWhatIsNotNewOrEmpty() throws Exception {
    Path orphan = fixture.set("missing").resolve("copy");
    assertRefused(orphan, "No such file or directory");
    Files.createDirectory(copy);
    Path foreign = Files.writeString(copy.resolve("letter.txt"), "mine");
    assertRefused(copy, "Directory not empty");
    assertThat(foreign).hasContent("mine");
    assertThat(incomplete).doesNotExist();
  }

  @Test
  void leavesWhatAFailureLeftToTheUser() throws Exception {
    held.fill(incomplete.resolve("2.cat"));
    HotCopyStatus failed = fixture.run(HotCopyType.SIMPLE, copy);
    assertThat(failed.state()).isEqualTo(HotCopyState.FAILED);
    assertThat(copy).doesNotExist();
    assertThat(incomplete).exists();
    assertThat(incomplete.resolve("1.atm")).doesNotExist();

    held.fill(null);
    assertRefused(copy, "Incomplete copy exists");
    fixture.complete(HotCopyType.SIMPLE, fixture.set("second"));
  }

  @Test
  void deletesWhatACancelledOneHasCopied() throws Exception {
    Path journal = fixture.set("copied-journal");
    held.hold(incomplete);
    UUID id = start(journal);
    held.awaitHeld();
    fixture.hotCopies().cancel(id);
    assertThat(fixture.await(id).state()).isEqualTo(HotCopyState.CANCELLED);
    assertThat(incomplete).doesNotExist();
    assertThat(copy).doesNotExist();
    assertThat(journal).isEmptyDirectory();
  }

  private void assertRefused(Path destination, String reason) {
    assertThatThrownBy(() -> fixture.start(HotCopyType.SIMPLE, destination))
        .isInstanceOf(HotCopyRefusedException.class)
        .hasMessage("Failed to create archive %s: %s", destination, reason);
  }
}
