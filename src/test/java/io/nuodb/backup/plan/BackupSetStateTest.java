package io.nuodb.backup.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.nuodb.backup.api.BackupSetStatus;
import io.nuodb.backup.api.BackupSetStatus.Counts;
import io.nuodb.backup.api.BackupSetStatus.Phase;
import io.nuodb.backup.api.HotCopyType;
import io.nuodb.backup.job.JobResult;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a backup set's status says of its elements. */
class BackupSetStateTest {
  private static final Instant NOW = Instant.parse("2026-04-18T22:40:00Z");
  private static final ObservedSet SET =
      new ObservedSet(
          "set",
          1,
          "demo-full",
          BackupSetStatus.Type.Full,
          NOW.minusSeconds(60),
          new BackupSetStatus.StorageManager(
              "sm-0", 0, null, "/backup/set", "backup-volume-sm-0", "set", "image", null, null),
          Optional.empty(),
          Optional.empty());

  /** A journal hot copy reads the set while its full still runs. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void countsAFullThatEndedAfterTheLastJournal(boolean journalFirst) {
    HotCopyOutcome journal = outcome(HotCopyType.JOURNAL, "1.jnl", NOW.minusSeconds(9), 0, 500);
    HotCopyOutcome full = outcome(HotCopyType.FULL, "full", NOW.minusSeconds(5), 1, 700);
    List<HotCopyOutcome> outcomes = journalFirst ? List.of(journal, full) : List.of(full, journal);

    BackupSetStatus together = BackupSetState.of(SET, outcomes, List.of(), NOW);
    assertThat(together.counts()).isEqualTo(new Counts(1, 0, 1));
    assertThat(together.size()).isEqualTo(BackupSetState.quantity(700));
    assertThat(together.phase()).isEqualTo(Phase.Open);

    BackupSetStatus before = BackupSetState.of(SET, List.of(journal), List.of(), NOW);
    BackupSetStatus after = BackupSetState.of(SET.with(before), List.of(full), List.of(), NOW);
    assertThat(after.counts()).isEqualTo(new Counts(1, 0, 1));
  }

  /** Without any news of its hot copies. */
  @Test
  void answersANewGeneration() {
    HotCopyOutcome full = outcome(HotCopyType.FULL, "full", NOW.minusSeconds(5), 1, 700);
    BackupSetStatus before = BackupSetState.of(SET, List.of(full), List.of(), NOW);
    ObservedSet same = SET.with(before);
    assertThat(BackupSetState.of(same, List.of(), List.of(same), NOW)).isEqualTo(before);
    var edited =
        new ObservedSet(
            SET.name(),
            2,
            SET.hotCopyJob(),
            SET.type(),
            SET.creationTime(),
            SET.storageManager(),
            Optional.of(before),
            SET.cancel());
    BackupSetStatus after = BackupSetState.of(edited, List.of(), List.of(edited), NOW);
    assertThat(after.observedGeneration()).isEqualTo(2);
    assertThat(after.elements()).isEqualTo(before.elements());
  }

  private static HotCopyOutcome outcome(
      HotCopyType type, String element, Instant endTime, int fulls, long size) {
    var found =
        new JobResult.BackupSet(
            "set",
            null,
            "set-id",
            null,
            null,
            null,
            fulls,
            0,
            1,
            size,
            new JobResult.Element(
                element, element, type.text(), NOW.minusSeconds(30), endTime, size, null, null));
    return new HotCopyOutcome(
        type,
        new Outcome.Succeeded(
            new JobResult(null, "done", null, null, null, null, found, null, null), endTime));
  }
}
