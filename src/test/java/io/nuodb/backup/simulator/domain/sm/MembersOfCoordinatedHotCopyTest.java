package io.nuodb.backup.simulator.domain.sm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nuodb.backup.simulator.backup.HotCopyState;
import io.nuodb.backup.simulator.backup.HotCopyStatus;
import io.nuodb.backup.simulator.backup.HotCopyType;
import io.nuodb.backup.simulator.domain.admin.HotCopyOrder.Part;
import io.nuodb.backup.simulator.domain.sm.MemberReport.Action;
import io.nuodb.backup.simulator.domain.sm.MemberReport.Progress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the coordinator makes of a member that reports, fails or is silent. */
class MembersOfCoordinatedHotCopyTest {
  private static final Part MEMBER = new Part(1, 2, "http://member", "/backup/1", null);
  private static final Instant BEGIN = Instant.parse("2026-04-18T20:58:15Z");
  private static final String SILENT = "Hot copy failed: Node 2: Storage manager does not answer";

  private final AtomicReference<Instant> now = new AtomicReference<>(BEGIN);
  private final InstantSource time = now::get;
  private final CoordinatedHotCopy command =
      new CoordinatedHotCopy(1, List.of(MEMBER), time.withZone(ZoneOffset.UTC));

  @BeforeEach
  void askMember() {
    command.asking(MEMBER);
  }

  @ParameterizedTest
  @EnumSource(names = {"COPYING", "AGREEING", "COPIED"})
  void aMemberIsGivenUpWhenItWasSilentForTooLong(Progress progress) {
    pass(HotCopyMember.SILENCE);
    report(progress, null);
    pass(HotCopyMember.SILENCE);
    assertThat(command.isStopped()).isFalse();
    pass(Duration.ofMillis(1));
    assertThat(command.isStopped()).isTrue();
    assertThat(command.haveMembersEnded()).isTrue();
    assertThat(whole(HotCopyState.FAILED).message()).isEqualTo(SILENT);
  }

  @Test
  void aMemberThatIsSilentWhenAllAreToCompleteFailsTheHotCopy() {
    completeAll();
    pass(HotCopyMember.SILENCE);
    assertThat(whole(HotCopyState.COMPLETED).state()).isEqualTo(HotCopyState.RUNNING);
    pass(Duration.ofMillis(1));
    HotCopyStatus failed = whole(HotCopyState.COMPLETED);
    assertThat(failed.state()).isEqualTo(HotCopyState.FAILED);
    assertThat(failed.message()).isEqualTo(SILENT);
    assertThat(command.isStopped()).as("the coordinator's part becomes an element").isFalse();
  }

  @Test
  void aMemberThatFailsWhenAllAreToCompleteFailsTheHotCopy() {
    completeAll();
    assertThat(report(Progress.FAILED, "No space left")).isEqualTo(Action.COMPLETE);
    HotCopyStatus failed = whole(HotCopyState.COMPLETED);
    assertThat(failed.state()).isEqualTo(HotCopyState.FAILED);
    assertThat(failed.message()).isEqualTo("Hot copy failed: Node 2: No space left");
  }

  @Test
  void cancellingComesTooLateWhenAllAreToComplete() {
    completeAll();
    command.cancel();
    assertThat(report(Progress.COMPLETED, null)).isEqualTo(Action.COMPLETE);
    assertThat(whole(HotCopyState.COMPLETED).state()).isEqualTo(HotCopyState.COMPLETED);
  }

  @Test
  void aMemberWhoseAnswerWasLostIsWaitedForAndToldToCancel() {
    command.cancel();
    assertThat(command.haveMembersEnded()).as("it may have begun").isFalse();
    assertThat(report(Progress.COPYING, null)).isEqualTo(Action.CANCEL);
    report(Progress.CANCELLED, null);
    assertThat(command.haveMembersEnded()).isTrue();
  }

  @Test
  void aMemberThatHasNotBegunIsNotWaitedFor() {
    command.hasNotBegun(MEMBER);
    command.cancel();
    assertThat(command.haveMembersEnded()).isTrue();
  }

  private void completeAll() {
    FutureTask<Void> own =
        new FutureTask<>(
            () -> {
              command.own().awaitCopied();
              return null;
            });
    Thread.ofVirtual().start(own);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> report(Progress.COPIED, null) == Action.COMPLETE);
    assertThat(own).succeedsWithin(Duration.ofSeconds(60));
  }

  private Action report(Progress progress, String failure) {
    return command.report(MEMBER.archiveId(), new MemberReport(progress, 7, failure)).action();
  }

  private void pass(Duration duration) {
    now.updateAndGet(before -> before.plus(duration));
    command.failSilentMembers();
  }

  /** The whole's status when the coordinator's part has ended like this. */
  private HotCopyStatus whole(HotCopyState own) {
    return command.status(
        new HotCopyStatus(
            new UUID(1, 2),
            HotCopyType.FULL,
            BEGIN,
            Optional.empty(),
            own,
            3,
            "The coordinator's",
            Path.of("/backup/0/tmp/full/data")));
  }
}
