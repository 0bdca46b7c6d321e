package io.nuodb.backup.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.nuodb.backup.agent.FakeDomain.Fate;
import io.nuodb.backup.agent.FakeDomain.HotCopy;
import io.nuodb.backup.job.Cause;
import io.nuodb.backup.job.JobResult;
import io.nuodb.backup.nuodb.AdminClient;
import io.nuodb.backup.nuodb.BackupSetFiles;
import io.nuodb.backup.nuodb.HotCopyType;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole loop against a domain that is interrupted in every way. */
class HotCopyRunTest {
  private static final Instant NOT_BEFORE = Instant.parse("2026-04-18T22:35:00.700Z");
  private static final Duration TIMEOUT = Duration.ofHours(1);
  private static final Duration COPYING = Duration.ofMinutes(2);

  @TempDir private Path root;
  private Path set;
  private boolean journalRoot;
  private Optional<String> afterElement = Optional.empty();
  private final TestTime time = new TestTime(NOT_BEFORE);
  private final FakeDomain domain = new FakeDomain(time);
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();

  @BeforeEach
  void aSetThatHotCopiesComplete() {
    set = root.resolve("set");
    domain.onStart = () -> completeAfter(COPYING, domain.remembered.getLast());
  }

  @AfterEach
  void stop() {
    domain.close();
  }

  @Test
  void aFullHotCopyIsStartedFollowedAndReported() {
    JobResult result = run(HotCopyType.FULL);

    assertThat(result.cause()).isNull();
    assertThat(result.storageManager())
        .isEqualTo(new JobResult.StorageManager("sm-0", 0, "1", "RUNNING", true, List.of("SG0")));
    assertThat(result.hotCopy()).isEqualTo(new JobResult.HotCopy("id-1", "1"));
    assertThat(result.backupSet().state()).isEqualTo(JobResult.SetState.Complete);
    assertThat(result.backupSet().setId()).isEqualTo("set-uid");
    assertThat(result.backupSet().fulls()).isEqualTo(1);
    assertThat(result.backupSet().element().name()).isEqualTo("full");
    assertThat(result.backupSet().element().endTime()).isEqualTo("2026-04-18T22:37:00Z");
    assertThat(result.backupSet().element().size()).isEqualTo(result.backupSet().size());
    assertThat(lines())
        .containsExactly(
            "starting full hot copy of sm-0 into " + set,
            "{\"type\":\"full\",\"hotCopyId\":\"id-1\",\"coordinatorStartId\":\"1\","
                + "\"stage\":1,\"message\":\"Stage1: Begin\",\"bytes\":7}");
  }

  @Test
  void anIncrementalIsAddedToItsSet() {
    completeSet();

    JobResult result = run(HotCopyType.INCREMENTAL);

    assertThat(result.cause()).isNull();
    assertThat(result.backupSet().element().name()).isEqualTo("1.inc");
    assertThat(result.backupSet().incrementals()).isEqualTo(1);
  }

  @Test
  void aRunningHotCopyOfThisRunIsFollowedNotStartedAgain() {
    completeAfter(COPYING, domain.start(set, "full"));

    assertThat(run(HotCopyType.FULL).hotCopy().hotCopyId()).isEqualTo("id-1");
    assertThat(domain.started).isEqualTo(1);
  }

  @Test
  void aHotCopyThatBeganInTheSecondOfNotBeforeIsThisRuns() {
    completeSet();
    HotCopy hotCopy = domain.start(set, "incremental");
    domain.complete(hotCopy);

    assertThat(run(HotCopyType.INCREMENTAL).backupSet().element().id()).isEqualTo(hotCopy.id);
    assertThat(domain.started).isEqualTo(1);
  }

  @Test
  void anEarlierHotCopyIntoTheSetIsNotThisRuns() {
    completeSet();
    HotCopy earlier =
        new HotCopy(
            "earlier",
            "1",
            "incremental",
            Map.of(set, "1.inc"),
            NOT_BEFORE.minus(Duration.ofHours(1)));
    domain.remembered.add(earlier);
    domain.complete(earlier);

    assertThat(run(HotCopyType.INCREMENTAL).backupSet().element().name()).isEqualTo("2.inc");
    assertThat(domain.started).isEqualTo(1);
  }

  @Test
  void afterAnElementOnlyLaterOnesCountAndClocksDoNot() {
    completeSet();
    domain.clockSkew = Duration.ofHours(-2);
    domain.complete(domain.start(set, "incremental"));
    domain.complete(domain.start(set, "incremental"));
    afterElement = Optional.of("1.inc");

    assertThat(run(HotCopyType.INCREMENTAL).backupSet().element().name()).isEqualTo("2.inc");
    assertThat(domain.started).isEqualTo(2);

    domain.clockSkew = Duration.ofHours(2);
    afterElement = Optional.of("2.inc");
    assertThat(run(HotCopyType.INCREMENTAL).backupSet().element().name()).isEqualTo("3.inc");
    assertThat(domain.started).isEqualTo(3);
  }

  @Test
  void afterAnElementARunningHotCopyOfALaterOneIsFollowed() {
    completeSet();
    domain.clockSkew = Duration.ofHours(-2);
    completeAfter(COPYING, domain.start(set, "incremental"));
    afterElement = Optional.of("full");

    assertThat(run(HotCopyType.INCREMENTAL).backupSet().element().name()).isEqualTo("1.inc");
    assertThat(domain.started).isEqualTo(1);
  }

  @Test
  void afterAnElementTheFailureOfAnEarlierRunIsNotThisRuns() {
    completeSet();
    domain.start(set, "incremental").status = "failed";
    afterElement = Optional.of("full");

    assertThat(run(HotCopyType.INCREMENTAL).backupSet().element().name()).isEqualTo("1.inc");
    assertThat(domain.started).isEqualTo(2);
  }

  @Test
  void afterAnElementACancellationOfThisRunEndsIt() {
    completeSet();
    domain.start(set, "incremental").status = "cancelled";
    afterElement = Optional.of("full");

    assertThat(run(HotCopyType.INCREMENTAL).cause()).isEqualTo(Cause.HotCopyCancelled);
    assertThat(domain.started).isEqualTo(1);
  }

  @Test
  void afterAnElementTheCancellationOfAnEarlierRunIsNotThisRuns() {
    completeSet();
    domain.clockSkew = Duration.ofHours(-2);
    domain.start(set, "incremental").status = "cancelled";
    domain.clockSkew = Duration.ZERO;
    afterElement = Optional.of("full");

    assertThat(run(HotCopyType.INCREMENTAL).cause()).isNull();
    assertThat(domain.started).isEqualTo(2);
  }

  @Test
  void aFullInItsOwnDirectoryIsThisRunsWhateverTheClocksSay() {
    domain.clockSkew = Duration.ofHours(-2);
    completeAfter(COPYING, domain.start(set, "full"));

    assertThat(run(HotCopyType.FULL).cause()).isNull();
    domain.restartStorageManager();
    assertThat(run(HotCopyType.FULL).backupSet().element().id()).isEqualTo("id-1");
    assertThat(domain.started).isEqualTo(1);
  }

  @Test
  void aHotCopyOfAnotherTypeIntoTheSetIsNotThisRuns() {
    domain.complete(domain.start(set, "full"));

    assertThat(run(HotCopyType.INCREMENTAL).backupSet().element().name()).isEqualTo("1.inc");
    assertThat(domain.started).isEqualTo(2);
  }

  @Test
  void aForgottenHotCopyIsFoundOnTheVolume() {
    domain.complete(domain.start(set, "full"));
    domain.restartStorageManager();

    JobResult result = run(HotCopyType.FULL);

    assertThat(result.cause()).isNull();
    assertThat(result.backupSet().element().id()).isEqualTo("id-1");
    assertThat(domain.started).isEqualTo(1);
  }

  @Test
  void anInitialisedSetWithoutHotCopyIsALostFull() {
    domain.start(set, "full");
    domain.restartStorageManager();

    JobResult result = run(HotCopyType.FULL);

    assertThat(result.cause()).isEqualTo(Cause.HotCopyLost);
    assertThat(result.backupSet().state()).isEqualTo(JobResult.SetState.Initialized);
    assertThat(domain.started).isEqualTo(1);
  }

  @Test
  void aLostAnswerToAnEffectiveRequestIsNoSecondHotCopy() {
    domain.fates.add(Fate.LOST_AFTER_EFFECT);

    assertThat(run(HotCopyType.FULL).cause()).isNull();
    assertThat(domain.started).isEqualTo(1);
  }

  @Test
  void aRequestThatNeverArrivedIsRepeatedAfterAWhile() {
    domain.fates.add(Fate.LOST_BEFORE_EFFECT);
    domain.onStart =
        () -> {
          assertThat(time.instant()).isAfter(NOT_BEFORE.plus(HotCopyDecision.SETTLING));
          completeAfter(COPYING, domain.only());
        };

    assertThat(run(HotCopyType.FULL).cause()).isNull();
    assertThat(domain.started).isEqualTo(1);
  }

  @Test
  void anAnswerLostWithTheStorageManagerIsALostHotCopy() {
    domain.fates.add(Fate.LOST_AFTER_EFFECT);
    domain.onStart = domain::restartStorageManager;

    assertThat(run(HotCopyType.FULL).cause()).isEqualTo(Cause.HotCopyLost);
    assertThat(domain.started).isEqualTo(1);
  }

  @Test
  void requestsWithoutAnswerAndEffectEnd() {
    for (int i = 0; i < 10; i++) {
      domain.fates.add(Fate.LOST_BEFORE_EFFECT);
    }

    assertThat(run(HotCopyType.FULL).cause()).isEqualTo(Cause.AdminUnreachable);
    assertThat(posts()).isEqualTo(HotCopyDecision.ATTEMPTS);
  }

  @Test
  void aRestartOfTheStorageManagerAfterTheCopyIsNoLoss() {
    domain.onStart =
        () -> {
          HotCopy hotCopy = domain.only();
          time.after(COPYING, () -> domain.write(hotCopy));
          time.after(COPYING, domain::restartStorageManager);
        };

    assertThat(run(HotCopyType.FULL).cause()).isNull();
  }

  @Test
  void aRestartOfTheStorageManagerDuringTheCopyLosesIt() {
    domain.onStart = () -> time.after(COPYING, domain::restartStorageManager);

    JobResult result = run(HotCopyType.FULL);

    assertThat(result.cause()).isEqualTo(Cause.StorageManagerLost);
    assertThat(result.hotCopy().hotCopyId()).isEqualTo("id-1");
    assertThat(domain.started).isEqualTo(1);
  }

  @Test
  void aLostIncrementalIsNotStartedAgainByTheSamePod() {
    completeSet();
    domain.onStart = () -> time.after(COPYING, domain::restartStorageManager);

    assertThat(run(HotCopyType.INCREMENTAL).cause()).isEqualTo(Cause.StorageManagerLost);
    assertThat(domain.started).isEqualTo(1);
  }

  @Test
  void anElementThatTheVolumeShowsLateIsWaitedFor() {
    domain.onStart =
        () -> {
          HotCopy hotCopy = domain.only();
          time.after(COPYING, () -> hotCopy.status = "completed");
          time.after(COPYING.plusSeconds(20), () -> domain.write(hotCopy));
        };

    assertThat(run(HotCopyType.FULL).cause()).isNull();
  }

  @Test
  void successWithoutAnElementIsNoSuccess() {
    domain.onStart = () -> time.after(COPYING, () -> domain.only().status = "completed");

    assertThat(run(HotCopyType.FULL).cause()).isEqualTo(Cause.HotCopyLost);
  }

  @Test
  void anAdminThatIsAwayWhileTheCopyRunsDoesNotMatter() {
    Runnable complete = domain.onStart;
    domain.onStart =
        () -> {
          complete.run();
          domain.reachable = false;
          time.after(Duration.ofMinutes(20), () -> domain.reachable = true);
        };

    assertThat(run(HotCopyType.FULL).cause()).isNull();
  }

  @Test
  void anAdminThatIsAwayFromTheBeginningIsGivenUp() {
    domain.reachable = false;

    assertThat(run(HotCopyType.FULL).cause()).isEqualTo(Cause.AdminUnreachable);
    assertThat(time.instant()).isBefore(NOT_BEFORE.plus(Duration.ofMinutes(2)));
  }

  @Test
  void aStorageManagerThatCannotTellItsHotCopiesGetsNoRequest() {
    domain.statusError = "no answer";

    assertThat(run(HotCopyType.FULL).cause()).isEqualTo(Cause.AdminUnreachable);
    assertThat(posts()).isZero();
  }

  @Test
  void atTheDeadlineTheHotCopyIsCancelled() {
    domain.onStart = () -> {};

    JobResult result = run(HotCopyType.FULL);

    assertThat(result.cause()).isEqualTo(Cause.HotCopyTimedOut);
    assertThat(domain.only().status).isEqualTo("cancelled");
    assertThat(time.instant()).isAfter(NOT_BEFORE.plus(TIMEOUT));
  }

  @Test
  void aHotCopyThatCannotBeCancelledIsLeftAlone() {
    domain.onStart = () -> {};
    domain.cancels = false;

    assertThat(run(HotCopyType.FULL).cause()).isEqualTo(Cause.HotCopyNotCancelled);
    assertThat(time.instant()).isBefore(NOT_BEFORE.plus(TIMEOUT).plus(Duration.ofMinutes(2)));
  }

  @Test
  void afterTheDeadlineNothingIsStarted() {
    time.sleep(TIMEOUT);

    assertThat(run(HotCopyType.FULL).cause()).isEqualTo(Cause.HotCopyTimedOut);
    assertThat(posts()).isZero();
  }

  @Test
  void contentionIsToldFromOtherRefusals() {
    domain.refusal = FakeDomain.refusal("Only one full hot copy at a time allowed");
    assertThat(run(HotCopyType.FULL).cause()).isEqualTo(Cause.HotCopyContention);

    domain.refusal = FakeDomain.refusal("Failed to create backup set");
    JobResult result = run(HotCopyType.FULL);
    assertThat(result.cause()).isEqualTo(Cause.BackupSetRefused);
    assertThat(result.message())
        .isEqualTo("Failure while performing hot-copy: Failed to create backup set");
    assertThat(result.backupSet().state()).isEqualTo(JobResult.SetState.Absent);
  }

  @Test
  void contentionNamesTheHotCopyInTheWay() {
    Path foreign = root.resolve("foreign");
    domain.start(foreign, "full");
    domain.start(foreign, "incremental");
    domain.remembered.add(new HotCopy("other", "77", "full", Map.of(foreign, "full"), NOT_BEFORE));

    JobResult result = run(HotCopyType.FULL);

    assertThat(result.cause()).isEqualTo(Cause.HotCopyContention);
    assertThat(result.message())
        .endsWith("allowed; running: id-1 into " + foreign.resolve("tmp/full/data"));
  }

  @Test
  void contentionWithAHotCopyThatAnotherCoordinatesNamesAllThatRun() {
    Path foreign = root.resolve("foreign");
    for (String startId : List.of("77", "78")) {
      domain.remembered.add(
          new HotCopy("of-" + startId, startId, "full", Map.of(foreign, "full"), NOT_BEFORE));
    }

    assertThat(run(HotCopyType.FULL).message()).contains("of-77 into", "of-78 into");
  }

  @Test
  void contentionWithAHotCopyThatHasEndedNamesNone() {
    domain.refusal = FakeDomain.refusal("Only one full hot copy at a time allowed");

    assertThat(run(HotCopyType.FULL).message()).endsWith("at a time allowed");
  }

  @Test
  void contentionWithThisRunsOwnHotCopyIsNone() {
    // Another pod of the same run gets through between this one's look and its request.
    domain.onRequest = () -> completeAfter(COPYING, domain.start(set, "full"));

    assertThat(run(HotCopyType.FULL).cause()).isNull();
    assertThat(domain.started).isEqualTo(1);
  }

  @Test
  void anEnginesFailureIsToldInItsWords() {
    domain.onStart =
        () ->
            time.after(
                COPYING,
                () -> {
                  domain.only().status = "failed";
                  domain.only().message = "Hot copy failed: Input/output error";
                });

    JobResult result = run(HotCopyType.FULL);

    assertThat(result.cause()).isEqualTo(Cause.HotCopyFailed);
    assertThat(result.message()).isEqualTo("Hot copy failed: Input/output error");
  }

  @Test
  void somebodyElsesCancellationIsTold() {
    domain.onStart = () -> time.after(COPYING, () -> domain.only().status = "cancelled");

    assertThat(run(HotCopyType.FULL).cause()).isEqualTo(Cause.HotCopyCancelled);
  }

  @Test
  void storageManagersThatAreNotThereOrNotRunningAreTold() {
    domain.state = "SYNCING";
    assertThat(run(HotCopyType.FULL).cause()).isEqualTo(Cause.StorageManagerNotRunning);

    domain.processKnown = false;
    assertThat(run(HotCopyType.FULL).cause()).isEqualTo(Cause.ArchiveUnknown);
    assertThat(posts()).isZero();
  }

  @Test
  void aRestartedAdminIsGivenTimeToHearOfTheStorageManager() {
    domain.processKnown = false;
    time.after(Duration.ofSeconds(40), () -> domain.processKnown = true);

    assertThat(run(HotCopyType.FULL).cause()).isNull();
  }

  @Test
  void aStorageManagerThatMissedAHeartbeatIsGivenTime() {
    domain.state = "UNREACHABLE";
    time.after(Duration.ofSeconds(40), () -> domain.state = "RUNNING");

    assertThat(run(HotCopyType.FULL).cause()).isNull();
  }

  @Test
  void aHotCopyThatARestartedAdminForgotIsNotLost() {
    Runnable complete = domain.onStart;
    domain.onStart =
        () -> {
          complete.run();
          time.after(Duration.ofSeconds(10), () -> domain.processKnown = false);
          time.after(Duration.ofSeconds(55), () -> domain.processKnown = true);
        };

    assertThat(run(HotCopyType.FULL).cause()).isNull();
    assertThat(domain.started).isEqualTo(1);
  }

  @Test
  void withoutTheBackupRootNothingIsAsked() {
    set = root.resolve("not/mounted");

    assertThat(run(HotCopyType.FULL).cause()).isEqualTo(Cause.BackupRootNotMounted);
    assertThat(domain.requests()).isEmpty();
  }

  @Test
  void aSetThatStaysUnreadableIsNotWrittenTo() {
    BackupSetFiles.write(set.resolve("state.xml"), "<BackupSet");

    assertThat(run(HotCopyType.INCREMENTAL).cause()).isEqualTo(Cause.BackupSetUnreadable);
    assertThat(posts()).isZero();
  }

  @Test
  void inspectingNeverStarts() {
    assertThat(inspect().cause()).isEqualTo(Cause.HotCopyLost);
    assertThat(posts()).isZero();
  }

  @Test
  void inspectingFollowsWhatRuns() {
    completeAfter(COPYING, domain.start(set, "full"));

    assertThat(inspect().backupSet().element().id()).isEqualTo("id-1");
  }

  private JobResult run(HotCopyType type) {
    return agent(type, true).toEnd();
  }

  private JobResult inspect() {
    return agent(HotCopyType.FULL, false).toEnd();
  }

  private HotCopyRun agent(HotCopyType type, boolean mayStart) {
    PrintStream out = new PrintStream(log, true, StandardCharsets.UTF_8);
    return new HotCopyRun(
        TestTasks.of(type, target(), NOT_BEFORE, NOT_BEFORE.plus(TIMEOUT), mayStart),
        EngineTexts.known(),
        new AdminClient(domain.uri()),
        new Environment(time, time, Disk.real(), out),
        new Progress(out));
  }

  private Target target() {
    return new Target(FakeDomain.POD, destination(), afterElement.map(TestTasks::after));
  }

  private Destination destination() {
    return journalRoot
        ? new Destination.NewestSet(root, Optional.empty())
        : new Destination.Directory(set);
  }

  /** A set whose full hot copy completed long ago and is forgotten. */
  private void completeSet() {
    BackupSetFiles.initialise(set);
    Instant yesterday = NOT_BEFORE.minus(Duration.ofDays(1));
    BackupSetFiles.element(set, "full", "old", yesterday, yesterday, Map.of("1.atm", "atom"));
  }

  private void completeAfter(Duration delay, HotCopy hotCopy) {
    time.after(delay, () -> domain.complete(hotCopy));
  }

  private long posts() {
    return domain.requests().stream().filter(it -> it.endsWith("demo/hotCopy")).count();
  }

  private List<String> lines() {
    return log.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
