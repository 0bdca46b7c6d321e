package io.nuodb.backup.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nuodb.backup.job.Cause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineTextsTest {
  private static final String PREFIX =
      "Failure while performing hot-copy: Error while sending engine request: ";

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Only one full hot copy at a time allowed | HotCopyContention
          Only one journal hot copy at a time allowed | HotCopyContention
          Full or incremental hot copy must be completed before journal hot copy | JournalCopySuspended
          Failed to create backup set /b/x: No such file or directory | BackupSetRefused
          Failed to create backup set /b/x: No space left on device | BackupVolumeFull
          Database not fully initialized by a Transaction Engine | DatabaseNotInitialized
          No RUNNING SMs found for database dbName=demo | StorageManagerNotRunning
          No archives specified for hot-copy and no default backup location | HotCopyRefused
          """)
  void publishedTextsAreKnown(String text, Cause cause) {
    assertThat(EngineTexts.known().refusal(PREFIX + text))
        .isEqualTo(new Refusal(cause, PREFIX + text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          Cannot use /b/backup-set/x: Permission denied | HotCopyRefused
          Cannot use /b/journal-hot-copy-enabled | HotCopyRefused
          Cannot use '/b/storage groups/x': Permission denied | HotCopyRefused
          Cannot use "/b/storage group/x", it isn't ours | HotCopyRefused
          Cannot use (/b/backupset) | HotCopyRefused
          Cannot use dir=/b/backup-set/synchronizing | HotCopyRefused
          Backup set /b/x: not the newest | BackupSetRefused
          Can't write /b/x: isn't there; and/or storage group missing, it's gone | StorageGroupsNotCovered
          """)
  void wordsOfPathsSayNothing(String text, Cause cause) {
    assertThat(EngineTexts.known().refusal(PREFIX + text).cause()).isEqualTo(cause);
  }

  @Test
  void aLineMayNameWhatFollowsAPath() throws IOException {
    Path file = directory.resolve("texts");
    Files.writeString(file, "BackupSetNotFound in PATH: nothing");

    assertThat(EngineTexts.with(file).refusal("in /b/x: nothing").cause())
        .isEqualTo(Cause.BackupSetNotFound);
  }

  @Test
  void afterAcceptanceOnlyWhatCanHappenThenIsTold() {
    EngineTexts texts = EngineTexts.known();

    assertThat(
            texts.failure(
                "Hot copy failed: Node 6: /b/x/1.atm: File read failed: No space left on device"))
        .isEqualTo(Cause.BackupVolumeFull);
    assertThat(texts.failure("Hot copy failed: Only one full hot copy at a time allowed"))
        .isEqualTo(Cause.HotCopyFailed);
  }

  @Test
  void aFileOfTheUsersGoesFirst() throws IOException {
    Path file = directory.resolve("texts");
    Files.writeString(
        file,
        """
        # what our version says
        JournalCopyNotEnabled Start the SM with another option
        StorageGroupsNotCovered Only one full
        """);
    EngineTexts texts = EngineTexts.with(file);

    assertThat(texts.refusal(PREFIX + "Start the SM with another option").cause())
        .isEqualTo(Cause.JournalCopyNotEnabled);
    assertThat(texts.refusal(PREFIX + "Only one full hot copy at a time allowed").cause())
        .isEqualTo(Cause.StorageGroupsNotCovered);
    assertThat(texts.refusal("No RUNNING SMs found").cause())
        .isEqualTo(Cause.StorageManagerNotRunning);
  }

  @Test
  void aLineOfAnotherFormatIsRefused() throws IOException {
    Path file = directory.resolve("texts");
    for (String line : new String[] {"HotCopyContention", "NoSuchCause text", "HotCopyLost ("}) {
      Files.writeString(file, line);

      assertThatThrownBy(() -> EngineTexts.with(file)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
