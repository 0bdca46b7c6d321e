package io.nuodb.backup.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.nuodb.backup.job.JobProgress;
import io.nuodb.backup.nuodb.BackupSetFiles;
import io.nuodb.backup.nuodb.HotCopyId;
import io.nuodb.backup.nuodb.HotCopyStatus;
import io.nuodb.backup.nuodb.HotCopyType;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HotCopyProgressTest {
  private static final Instant START = Instant.parse("2026-04-18T22:35:00Z");

  @TempDir private Path root;
  private final TestTime time = new TestTime(START);
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private HotCopyProgress progress;

  @BeforeEach
  void aJournalHotCopy() {
    Target target =
        new Target("sm-0", new Destination.NewestSet(root, Optional.empty()), Optional.empty());
    progress =
        new HotCopyProgress(
            TestTasks.of(HotCopyType.JOURNAL, target, START, START, true),
            new Progress(new PrintStream(log, true, StandardCharsets.UTF_8)),
            time);
  }

  @Test
  void aLineTellsStageMessageAndBytes() {
    BackupSetFiles.write(root.resolve("set/tmp/3.jnl/data/journal/9.njf"), "four");
    BackupSetFiles.write(root.resolve("set/tmp/4.inc/data/1.atm"), "another's");

    progress.report(running("Stage1: Copy journal"));

    assertThat(JobProgress.fromLine(lines().getLast()))
        .contains(new JobProgress("journal", "id", "1", 1, "Stage1: Copy journal", 4L));
  }

  @Test
  void linesAreSomeSecondsApartAndNoneRepeatsTheLast() {
    progress.report(running("one"));
    progress.report(running("two"));
    time.sleep(Duration.ofSeconds(5));
    progress.report(running("three"));
    time.sleep(Duration.ofSeconds(5));
    progress.report(running("three"));

    assertThat(lines())
        .map(line -> JobProgress.fromLine(line).orElseThrow().message())
        .containsExactly("one", "three");
  }

  @Test
  void aLineOfAnotherKindIsNoProgress() {
    assertThat(JobProgress.fromLine("starting full hot copy of sm-0")).isEmpty();
    assertThat(JobProgress.fromLine("{cut off")).isEmpty();
    assertThat(JobProgress.fromLine("")).isEmpty();
  }

  private HotCopyStatus running(String message) {
    return new HotCopyStatus(
        new HotCopyId("1", "id"),
        HotCopyStatus.State.RUNNING,
        Optional.of(START),
        1,
        root.resolve("set/tmp/3.jnl/data").toString(),
        message);
  }

  private List<String> lines() {
    return log.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
