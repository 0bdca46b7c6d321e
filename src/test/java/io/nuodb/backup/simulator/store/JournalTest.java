package io.nuodb.backup.simulator.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class JournalTest {
  private static final StoreSettings SETTINGS =
      StoreSettings.of("test", new UUID(1, 2), "test-sm-1");

  @Test
  void aTornEndIsCutOff() throws IOException {
    try (ScratchDirectory scratch = ScratchDirectory.create()) {
      Path file = writtenJournal(scratch.resolve("archive"), 3);
      byte[] whole = Files.readAllBytes(file);
      int frame = (whole.length - JournalFile.HEADER.length) / 3;
      for (int length = 0; length <= whole.length; length += 7) {
        Files.write(file, Arrays.copyOf(whole, length));
        Path crashed = scratch.resolve("crashed-" + length);
        ScratchDirectory.copyTree(scratch.resolve("archive"), crashed);
        int intact = Math.max(0, (length - JournalFile.HEADER.length) / frame);
        for (int open = 0; open < 2; open++) {
          try (Store store = Store.open(crashed, SETTINGS)) {
            assertThat(store.lastSequence()).isEqualTo(intact);
            assertThat(store.row("foo", 3).isPresent()).isEqualTo(intact == 3);
          }
        }
      }
    }
  }

  @Test
  void aDamagedRecordWithAnIntactOneBehindItIsNamed() throws IOException {
    try (ScratchDirectory scratch = ScratchDirectory.create()) {
      Path file = writtenJournal(scratch.resolve("archive"), 3);
      byte[] content = Files.readAllBytes(file);
      int frame = (content.length - JournalFile.HEADER.length) / 3;
      content[JournalFile.HEADER.length + frame + frame / 2] ^= 1;
      Files.write(file, content);
      assertThatThrownBy(() -> Store.open(scratch.resolve("archive"), SETTINGS))
          .isInstanceOf(DamagedFileException.class)
          .hasMessage(
              "%s: journal record at offset %d is damaged",
              file, JournalFile.HEADER.length + frame);
    }
  }

  @Test
  void aMissingFileIsNoticed() throws IOException {
    try (ScratchDirectory scratch = ScratchDirectory.create()) {
      Path archive = scratch.resolve("archive");
      StoreSettings oneCommitAFile = SETTINGS.withSizes(1 << 20, 10, 1000);
      Path first = writtenJournal(archive, 3, oneCommitAFile);
      Files.delete(first.resolveSibling("2.njf"));
      assertThatThrownBy(() -> Store.open(archive, SETTINGS))
          .isInstanceOf(DamagedFileException.class)
          .hasMessageContaining("is missing before commit");
    }
  }

  private static Path writtenJournal(Path archive, int commits) throws IOException {
    return writtenJournal(archive, commits, SETTINGS);
  }

  private static Path writtenJournal(Path archive, int commits, StoreSettings settings)
      throws IOException {
    ModelDatabase model = new ModelDatabase();
    try (Store store = Store.open(archive, settings)) {
      for (int i = 1; i <= commits; i++) {
        Commit commit = model.next(List.of(new RowChange("foo", i, "value")));
        store.apply(commit);
        model.add(commit);
      }
    }
    UUID journalId = ArchiveState.read(archive).journalId();
    return JournalFile.list(ArchiveLayout.journalFiles(ArchiveLayout.journal(archive), journalId))
        .getFirst()
        .path();
  }
}
