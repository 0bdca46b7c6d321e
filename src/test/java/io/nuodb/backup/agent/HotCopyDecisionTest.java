package io.nuodb.backup.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.nuodb.backup.job.Cause;
import io.nuodb.backup.nuodb.BackupElement;
import io.nuodb.backup.nuodb.BackupSetOnDisk;
import io.nuodb.backup.nuodb.HotCopyId;
import io.nuodb.backup.nuodb.HotCopyStatus;
import io.nuodb.backup.nuodb.HotCopyType;
import io.nuodb.backup.nuodb.StorageManagerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Single decisions that the whole loop reaches only by rare timing. */
class HotCopyDecisionTest {
  private static final Instant START = Instant.parse("2026-04-18T22:35:00Z");
  private static final Instant DEADLINE = START.plus(Duration.ofHours(1));
  private static final Path SET = Path.of("/backup/set");
  private static final HotCopyId ID = new HotCopyId("1", "id-1");
  private static final HotCopyTask FULL =
      TestTasks.of(
          HotCopyType.FULL,
          new Target("sm-0", new Destination.Directory(SET), Optional.empty()),
          START,
          DEADLINE,
          true);
  private static final HotCopyMemory FOLLOWING = HotCopyMemory.BLANK.accepted(ID);
  private static final BackupElement ELEMENT =
      new BackupElement(
          SET.resolve("full"), HotCopyType.FULL, "id-1", START, START, Optional.empty());
  private static final Observation.Domain SILENT = new Observation.Silent("no answer");

  @Test
  void aFirstLookThatFindsNothingStarts() {
    assertThat(decide(HotCopyMemory.BLANK, START, answered(null), Observation.Volume.EMPTY))
        .isEqualTo(new HotCopyStep.Start(Map.of(7, SET)));
  }

  @Test
  void anUnreadableVolumeIsNoProofThatNothingIsThere() {
    Observation.Volume unreadable = Observation.Volume.unreadable("stale file handle");

    assertThat(decide(HotCopyMemory.BLANK, START, answered(null), unreadable))
        .isInstanceOf(HotCopyStep.Settle.class);
  }

  @Test
  void anElementOnTheVolumeNeedsNoStatus() {
    assertThat(decide(HotCopyMemory.BLANK, START, answered(null), holding(ELEMENT)))
        .isEqualTo(completed(ELEMENT));
  }

  @Test
  void anElementWithTheHotCopysIdCountsWhateverTheClocksSay() {
    BackupElement slow =
        new BackupElement(
            SET.resolve("full"),
            HotCopyType.FULL,
            "id-1",
            START.minusSeconds(90),
            START,
            Optional.empty());

    assertThat(decide(FOLLOWING, START, answered(null), holding(slow))).isEqualTo(completed(slow));
  }

  @Test
  void anElementDoesNotOutrankARunningHotCopy() {
    assertThat(decide(FOLLOWING, START, answered(HotCopyStatus.State.RUNNING), holding(ELEMENT)))
        .isInstanceOf(HotCopyStep.Follow.class);
  }

  @Test
  void theDeadlineItselfIsTooLate() {
    Observation.Domain running = answered(HotCopyStatus.State.RUNNING);

    assertThat(decide(FOLLOWING, DEADLINE.minusMillis(1), running, Observation.Volume.EMPTY))
        .isInstanceOf(HotCopyStep.Follow.class);
    assertThat(decide(FOLLOWING, DEADLINE, running, Observation.Volume.EMPTY))
        .isInstanceOf(HotCopyStep.Cancel.class);
  }

  @Test
  void aHotCopyThatCompletesWhileItIsCancelledIsASuccess() {
    HotCopyMemory cancelling = FOLLOWING.decided(new HotCopyStep.Cancel(ID, ""), DEADLINE);

    assertThat(
            decide(cancelling, DEADLINE, answered(HotCopyStatus.State.COMPLETED), holding(ELEMENT)))
        .isEqualTo(completed(ELEMENT));
  }

  @Test
  void anAdminThatIsSilentAtTheDeadlineIsGivenTimeToComeBack() {
    HotCopyMemory silent =
        FOLLOWING.seen(new Observation(DEADLINE, SILENT, Observation.Volume.EMPTY));

    assertThat(decide(silent, DEADLINE.plusSeconds(59), SILENT, Observation.Volume.EMPTY))
        .isInstanceOf(HotCopyStep.Wait.class);
    assertThat(decide(silent, DEADLINE.plusSeconds(60), SILENT, Observation.Volume.EMPTY))
        .isInstanceOfSatisfying(
            HotCopyStep.Failed.class,
            failed -> assertThat(failed.cause()).isEqualTo(Cause.HotCopyNotCancelled));
    assertThat(decide(silent, DEADLINE.plusSeconds(60), SILENT, holding(ELEMENT)))
        .isEqualTo(completed(ELEMENT));
  }

  @Test
  void aRefusalIsNotForgottenWhenTheAdminFallsSilent() {
    HotCopyMemory refused =
        HotCopyMemory.BLANK
            .refused(new Refusal(Cause.HotCopyRefused, "no"), List.of(SET))
            .seen(new Observation(START, SILENT, Observation.Volume.EMPTY));

    assertThat(decide(refused, START.plusSeconds(60), SILENT, Observation.Volume.EMPTY))
        .isEqualTo(new HotCopyStep.Failed(Cause.HotCopyRefused, "no"));
  }

  @Test
  void aRefusalIsForgottenOnceAnotherRequestIsAccepted() {
    HotCopyMemory accepted =
        HotCopyMemory.BLANK
            .refused(new Refusal(Cause.BackupSetRefused, "no"), List.of(SET))
            .accepted(ID)
            .seen(new Observation(START, SILENT, Observation.Volume.EMPTY));

    assertThat(decide(accepted, DEADLINE.plusSeconds(60), SILENT, Observation.Volume.EMPTY))
        .isInstanceOfSatisfying(
            HotCopyStep.Failed.class,
            failed -> assertThat(failed.cause()).isEqualTo(Cause.HotCopyNotCancelled));
  }

  @Test
  void aRefusalIsForgottenOnceTheRunsHotCopyIsSeen() {
    HotCopyMemory found =
        HotCopyMemory.BLANK
            .refused(new Refusal(Cause.HotCopyContention, "only one"), List.of(SET))
            .seen(
                new Observation(
                    START, answered(HotCopyStatus.State.RUNNING), Observation.Volume.EMPTY))
            .seen(new Observation(START, SILENT, Observation.Volume.EMPTY));

    assertThat(decide(found, DEADLINE.plusSeconds(60), SILENT, Observation.Volume.EMPTY))
        .isInstanceOfSatisfying(
            HotCopyStep.Failed.class,
            failed -> assertThat(failed.cause()).isEqualTo(Cause.HotCopyNotCancelled));
  }

  private static HotCopyStep decide(
      HotCopyMemory memory, Instant now, Observation.Domain domain, Observation.Volume volume) {
    return HotCopyDecision.decide(
        FULL, EngineTexts.known(), memory, new Observation(now, domain, volume));
  }

  /** The domain with its storage manager running, and the hot copy in this state or unknown. */
  private static Observation.Domain answered(HotCopyStatus.State state) {
    return new Observation.Answered(
        List.of(new StorageManagerProcess("1", 7, "RUNNING", "sm-0", Map.of(), Optional.empty())),
        Optional.ofNullable(state)
            .map(it -> new HotCopyStatus(ID, it, Optional.of(START), 1, "", "Stage1: Begin")),
        List.of());
  }

  private static HotCopyStep completed(BackupElement element) {
    return new HotCopyStep.Completed(new HotCopyProduct.Element(set(element), element));
  }

  private static Observation.Volume holding(BackupElement element) {
    return Observation.Volume.of(List.of(set(element)), List.of());
  }

  private static BackupSetOnDisk set(BackupElement element) {
    return new BackupSetOnDisk(SET, "s", "c", "d", "a", List.of(element), List.of());
  }
}
