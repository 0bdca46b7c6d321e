package io.nuodb.backup.simulator.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nuodb.backup.simulator.fault.Faults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
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

  @Test
  void aCopyEndsWithTheWantedCommitAlsoInsideAGroup() throws IOException {
    try (ScratchDirectory scratch = ScratchDirectory.create();
        Store store =
            Store.open(scratch.resolve("archive"), SETTINGS.withSizes(1 << 20, 300, 200));
        CheckpointHold hold = store.holdCheckpoints()) {
      for (long sequence = 1; sequence <= 12; sequence += 4) {
        store.applyAll(
            LongStream.range(sequence, sequence + 4).mapToObj(JournalTest::commit).toList());
      }
      UUID journalId = JournalElements.journalOf(scratch.resolve("archive"));
      for (long end = 0; end <= 12; end++) {
        Path data = scratch.resolve("data-" + end);
        Path journal = ArchiveLayout.journal(data);
        JournalCopy copy =
            hold.journalThrough(end)
                .copyTo(
                    (path, content) -> {
                      Files.createDirectories(journal.resolve(path).getParent());
                      Files.write(journal.resolve(path), content);
                    });
        assertThat(JournalElements.sequences(data, journalId))
            .isEqualTo(LongStream.rangeClosed(1, end).boxed().toList());
        List<Long> files = JournalElements.fileSequences(data, journalId);
        assertThat(files).isNotEmpty().contains(copy.firstCopiedFile());
        assertThat(copy.lastCopiedFile()).isEqualTo(files.getLast());
      }
    }
  }

  private static Commit commit(long sequence) {
    RowChange change = new RowChange("foo", sequence, "a value of some length");
    return new Commit(6530 + sequence, sequence, sequence - 1, Instant.EPOCH, List.of(change));
  }

  @Test
  void aFullJournalVolumeEndsTheStoreAndLosesOnlyTheCommitThatWasRefused() throws IOException {
    AtomicInteger written = new AtomicInteger();
    Faults full =
        new Faults() {
          @Override
          public void beforeJournalWrite(Path journalFile, int bytes) throws IOException {
            if (written.incrementAndGet() == 3) {
              throw new IOException("No space left on device");
            }
          }
        };
    try (ScratchDirectory scratch = ScratchDirectory.create()) {
      Path archive = scratch.resolve("archive");
      try (Store store = Store.open(archive, SETTINGS.withFaults(full))) {
        store.apply(commit(1));
        store.apply(commit(2));
        assertThatThrownBy(() -> store.apply(commit(3))).hasMessage("No space left on device");
        assertThatThrownBy(() -> store.apply(commit(3))).isInstanceOf(IllegalStateException.class);
      }
      try (Store store = Store.open(archive, SETTINGS)) {
        assertThat(store.lastSequence()).isEqualTo(2);
      }
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
