package io.nuodb.backup.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.nuodb.backup.api.BackupSetStatus;
import io.nuodb.backup.api.HotCopyType;
import io.nuodb.backup.job.Cause;
import io.nuodb.backup.job.JobResult;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is made of a hot copy's result, of its absence, and of inspections. */
class OutcomeTest {
  private static final BackupSetStatus.StorageManager PLACE =
      new BackupSetStatus.StorageManager(
          "sm-0", 0, null, "/backup/set", "backup-volume-sm-0", "set", "image", null, null);

  private static final Instant END = Instant.parse("2026-04-18T22:40:00Z");
  private static final String JOB = "demo-full-0123456789";

  @ParameterizedTest
  @EnumSource(
      names = {
        "AdminUnreachable",
        "AdminCredentialsUnreadable",
        "AdminTlsFailed",
        "AdminCredentialsRefused",
        "HotCopyNotCancelled"
      })
  void whereTheEngineMayStillBeAtWorkAnInspectionDecides(Cause cause) {
    Outcome outcome = Outcome.of(run(Optional.of(cause)), List.of());
    assertThat(outcome).isEqualTo(new Outcome.Unknown(cause + ": told"));
  }

  @Test
  void inspectionsThatCannotTellEndInTheirCause() {
    HotCopyRun run = run(Optional.of(Cause.AdminUnreachable));
    assertThat(Outcome.of(run, inspections(Outcome.MAX_INSPECTIONS - 1, Cause.AdminUnreachable)))
        .isInstanceOf(Outcome.Unknown.class);
    assertThat(Outcome.of(run, inspections(Outcome.MAX_INSPECTIONS, Cause.BackupRootNotMounted)))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> {
              assertThat(failed.reason()).isEqualTo("BackupRootNotMounted");
              assertThat(failed.message()).startsWith("BackupRootNotMounted: told; 5 inspections");
            });
  }

  @Test
  void withoutAnyWordItsResultIsLost() {
    Outcome outcome =
        Outcome.of(
            run(Optional.empty()),
            IntStream.rangeClosed(1, Outcome.MAX_INSPECTIONS)
                .mapToObj(attempt -> inspection(attempt, Optional.empty()))
                .toList());
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Failed.class, failed -> assertThat(failed.reason()).isEqualTo("ResultLost"));
  }

  @Test
  void theFirstInspectionThatCanTellDecides() {
    List<Inspection> inspections =
        List.of(
            inspection(1, Optional.of(Cause.AdminUnreachable)),
            inspection(2, Optional.of(Cause.HotCopyLost)));
    assertThat(Outcome.of(run(Optional.empty()), inspections))
        .isEqualTo(new Outcome.Failed("HotCopyLost", "told", END));
  }

  @Test
  void aBackupRootThatTheAgentDoesNotFindFailsTheHotCopyAtOnce() {
    assertThat(Outcome.of(run(Optional.of(Cause.BackupRootNotMounted)), List.of()))
        .isEqualTo(new Outcome.Failed("BackupRootNotMounted", "told", END));
  }

  private static HotCopyRun run(Optional<Cause> cause) {
    var key =
        new RunKey("uid", Optional.of("sm-0"), HotCopyType.FULL, new Trigger.Scheduled(END), 1);
    return new HotCopyRun(
        key,
        "sm-0",
        HotCopyType.FULL,
        List.of(new HotCopyTarget("set", PLACE, null)),
        ended(JOB, cause));
  }

  private static List<Inspection> inspections(int count, Cause cause) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(attempt -> inspection(attempt, Optional.of(cause)))
        .toList();
  }

  private static Inspection inspection(int attempt, Optional<Cause> cause) {
    return new Inspection(
        JOB, "sm-0", HotCopyType.FULL, "set", attempt, ended("inspection-" + attempt, cause));
  }

  private static ObservedJob ended(String name, Optional<Cause> cause) {
    return new ObservedJob(
        name,
        END.minusSeconds(60),
        Optional.of(END),
        cause.map(it -> JobResult.failure(it, "told")));
  }
}
