package io.nuodb.backup.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.nuodb.backup.job.Cause;
import io.nuodb.backup.job.JobResult;
import io.nuodb.backup.job.JobResult.SetState;
import io.nuodb.backup.nuodb.HotCopyId;
import io.nuodb.backup.nuodb.HotCopyType;
import io.nuodb.backup.simulator.domain.DomainFixture;
import io.nuodb.backup.simulator.domain.ForkedStorageManager;
import io.nuodb.backup.simulator.domain.sm.StorageManager;
import io.nuodb.backup.simulator.store.FileTree;
import java.nio.file.Files;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/**
 * The agent against a domain with real files in which something goes wrong: what it reports, what
 * is on the volume afterwards, and that the next run succeeds.
 */
class AgentFaultsTest extends SimulatedDomainTestCase {
  @Test
  void aSlowHotCopyIsFollowedAndItsProgressTold() throws Exception {
    start();
    faults.holdHotCopiesAt("fingerprints.dat");
    time.when(() -> progress().stream().anyMatch(line -> line.bytes() > 0), () -> faults.end());
    time.flow();

    JobResult result = full("set");

    assertCompleted(result);
    assertThat(progress()).allMatch(line -> line.hotCopyId().equals(result.hotCopy().hotCopyId()));
    assertThat(result.backupSet().size()).isPositive();
  }

  @Test
  void aKilledStorageManagerLosesTheHotCopy() throws Exception {
    try (ForkedStorageManager killed = new ForkedStorageManager(domain, POD)) {
      awaitRunning(POD);
      write(0, 2_000);
      maxRate = Optional.of(1_000L);
      time.when(
          this::runs,
          () -> {
            killed.kill();
            time.flow();
          });

      JobResult result = full("set");

      assertThat(result.cause()).isEqualTo(Cause.StorageManagerLost);
      assertThat(result.backupSet().state()).isEqualTo(SetState.Initialized);
      assertThat(backups.resolve("set/tmp/full")).exists();
    }
    maxRate = Optional.empty();
    start();
    assertCompleted(full("set-2"));
  }

  @Test
  void aFullBackupVolumeIsToldWithWhatIsNeeded() throws Exception {
    start();
    assertCompleted(full("set"));
    write(0, 100);
    faults.fillBackupVolume();

    JobResult result = incremental("set");

    assertThat(result.cause()).isEqualTo(Cause.BackupVolumeFull);
    assertThat(result.message())
        .contains("No space left on device")
        .contains(backups.resolve("set/full") + ", took")
        .contains("bytes are free");
    assertThat(result.backupSet().state()).isEqualTo(SetState.Complete);
    assertThat(result.backupSet().incrementals()).isZero();
    assertThat(backups.resolve("set/tmp/1.inc")).exists();

    faults.end();
    JobResult next = incremental("set");
    assertCompleted(next);
    assertThat(next.backupSet().element().name()).isEqualTo("1.inc");
    assertThat(backups.resolve("set/tmp")).isEmptyDirectory();
  }

  @Test
  void aSimpleHotCopyLeavesWhatItHasOnAFullVolume() throws Exception {
    start();
    faults.fillBackupVolume();

    JobResult result = simple("archive");

    assertThat(result.cause()).isEqualTo(Cause.BackupVolumeFull);
    assertThat(result.archiveCopy().directory())
        .isEqualTo(backups.resolve("archive.incomplete").toString());
    assertThat(result.archiveCopy().complete()).isFalse();

    faults.end();
    JobResult next = simple("archive-2");
    assertCompleted(next);
    assertThat(next.archiveCopy().complete()).isTrue();
    assertThat(DomainFixture.rowsOf(backups.resolve("archive-2"))).isEqualTo(domain.liveRows());
  }

  @Test
  void aSimpleHotCopyThatIsCancelledLeavesNothing() throws Exception {
    start();
    faults.holdHotCopies();
    time.when(this::runs, () -> time.pass(TIMEOUT));

    JobResult result = simple("archive");

    assertThat(result.cause()).isEqualTo(Cause.HotCopyTimedOut);
    assertThat(result.archiveCopy()).isNull();
    assertThat(backups).isEmptyDirectory();
    faults.end();
    assertCompleted(simple("archive-2"));
  }

  @Test
  void aFullJournalVolumeEndsTheStorageManagerAndItsHotCopy() throws Exception {
    StorageManager ending = start();
    faults.holdHotCopies();
    time.when(
        this::runs,
        () -> {
          faults.fillJournalVolume();
          assertThatThrownBy(() -> write(0, 1)).isNotNull();
          assertThat(DomainFixture.failure(ending))
              .hasStackTraceContaining("No space left on device");
          domain.stop(POD);
          awaitLoss(POD);
        });

    assertThat(full("set").cause()).isEqualTo(Cause.StorageManagerLost);

    start();
    assertCompleted(full("set-2"));
  }

  @Test
  void aSyncSuspendsJournalsUntilAnIncremental() throws Exception {
    start();
    domain.startAndAwaitRunning("sm-1");
    assertCompleted(full("set"));
    assertCompleted(journal());
    domain.stop(POD);
    write(0, 500);
    start();

    JobResult result = journal();

    assertThat(result.cause()).isEqualTo(Cause.JournalCopySuspended);
    assertThat(result.backupSet().journals()).isEqualTo(1);
    assertCompleted(incremental("set"));
    JobResult.Element journal = journal().backupSet().element();
    assertThat(journal.name()).isEqualTo("2.jnl");
    assertThat(journal.firstJournal()).isPositive().isLessThanOrEqualTo(journal.lastJournal());
  }

  @Test
  void aStorageManagerWithoutTheOptionCopiesNoJournals() throws Exception {
    start(store -> store);
    assertCompleted(full("set"));

    assertThat(journal().cause()).isEqualTo(Cause.JournalCopyNotEnabled);
  }

  @Test
  void journalsFollowAFullThatNobodyHereStarted() throws Exception {
    start();
    assertCompleted(full("set"));
    try (AdminProxy between = proxy()) {
      between.beforeFirstPost(this::startForeignFull);

      JobResult result = journal();

      assertCompleted(result);
      assertThat(result.backupSet().directory()).isEqualTo("foreign");
      assertThat(between.posts()).isEqualTo(2);
    }
  }

  @Test
  void anInspectionFindsTheJournalOfAJobThatLeftNoResult() throws Exception {
    start();
    assertCompleted(full("set"));
    JobResult.Element copied = journal().backupSet().element();
    domain.stop(POD);
    start();
    Destination root = new Destination.NewestSet(backups, Optional.empty());
    Target target = new Target(POD, root, Optional.of(TestTasks.after("set/full")));

    JobResult result = inspect(HotCopyType.JOURNAL, target, Optional.empty());

    assertCompleted(result);
    assertThat(result.backupSet().directory()).isEqualTo("set");
    assertThat(result.backupSet().element()).isEqualTo(copied);
  }

  @Test
  void journalsFollowAForeignFullThatRuns() throws Exception {
    start();
    assertCompleted(full("set"));
    assertCompleted(journal());
    faults.holdHotCopiesAt("foreign/tmp/full");
    startForeignFull();
    await().atMost(PATIENCE).until(() -> Files.exists(backups.resolve("foreign/state.xml")));

    JobResult result = journal();

    assertCompleted(result);
    assertThat(result.backupSet().directory()).isEqualTo("foreign");
    assertThat(result.backupSet().state()).isEqualTo(SetState.Initialized);
    assertThat(result.backupSet().element().name()).isEqualTo("1.jnl");
    assertThat(runs()).isTrue();
    faults.end();
    awaitNothingRuns();
  }

  @Test
  void anotherFullOnTheArchiveIsContention() throws Exception {
    start();
    faults.holdHotCopies();
    startForeignFull();

    JobResult result = full("set");

    assertThat(result.cause()).isEqualTo(Cause.HotCopyContention);
    assertThat(result.message())
        .contains("Only one full hot copy at a time allowed")
        .contains(only().id().hotCopyId())
        .contains(backups.resolve("foreign").toString());
    assertThat(result.backupSet().state()).isEqualTo(SetState.Absent);
    faults.end();
    awaitNothingRuns();
    assertCompleted(full("set"));
  }

  @Test
  void anAdminThatIsAwayIsGivenUpAndNothingIsWritten() throws Exception {
    start();
    int port = domain.admin().port();
    domain.admin().close();
    time.flow();

    JobResult result = full("set");

    assertThat(result.cause()).isEqualTo(Cause.AdminUnreachable);
    assertThat(backups).isEmptyDirectory();
    domain.startAdmin(port);
    awaitRunning(POD);
    assertCompleted(full("set"));
  }

  @Test
  void anAdminThatIsAwayDuringTheCopyDoesNotMatter() throws Exception {
    start();
    faults.holdHotCopies();
    int port = domain.admin().port();
    time.when(this::runs, () -> domain.admin().close());
    time.when(
        () -> log().contains("waiting for the admin process"),
        () -> {
          domain.startAdmin(port);
          awaitRunning(POD);
          faults.end();
        });

    JobResult result = full("set");

    assertCompleted(result);
    assertThat(result.backupSet().element().id()).isEqualTo(result.hotCopy().hotCopyId());
  }

  @Test
  void aHotCopyThatHangsIsCancelledAtTheDeadline() throws Exception {
    start();
    faults.holdHotCopies();
    time.when(this::runs, () -> time.pass(TIMEOUT));

    JobResult result = full("set");

    assertThat(result.cause()).isEqualTo(Cause.HotCopyTimedOut);
    assertThat(result.backupSet().state()).isEqualTo(SetState.Initialized);
    assertThat(backups.resolve("set/tmp")).isEmptyDirectory();
    faults.end();
    assertCompleted(full("set-2"));
  }

  @Test
  void aHotCopyThatIsCancelledByAnotherPodIsToldSo() throws Exception {
    start();
    faults.holdHotCopies();
    time.when(this::runs, () -> assertCompleted(cancellation(only().id())));

    JobResult result = full("set");

    assertThat(result.cause()).isEqualTo(Cause.HotCopyCancelled);
    assertCompleted(
        cancellation(
            new HotCopyId(result.hotCopy().coordinatorStartId(), result.hotCopy().hotCopyId())));
    faults.end();
    assertCompleted(full("set-2"));
  }

  @Test
  void aLostAnswerIsNoSecondHotCopy() throws Exception {
    start();
    try (AdminProxy between = proxy()) {
      between.loseAnswersToPosts();

      assertCompleted(full("set"));
      assertThat(between.posts()).isEqualTo(1);

      write(0, 10);
      JobResult incremental = incremental("set");
      assertCompleted(incremental);
      assertThat(incremental.backupSet().incrementals()).isEqualTo(1);

      JobResult journal = journal();
      assertCompleted(journal);
      assertThat(journal.backupSet().journals()).isEqualTo(1);
      assertThat(between.posts()).isEqualTo(3);
    }
  }

  @Test
  void aSetThatIsRemovedUnderTheCopyEndsTheStorageManager() throws Exception {
    StorageManager ending = start();
    faults.holdHotCopies();
    time.when(
        this::runs,
        () -> {
          FileTree.delete(backups.resolve("set"));
          faults.end();
          assertThat(DomainFixture.failure(ending))
              .hasStackTraceContaining("Unable to create archive directory");
        });

    JobResult result = full("set");

    assertThat(result.cause()).isEqualTo(Cause.HotCopyFailed);
    assertThat(result.message()).contains("Unable to create archive directory");
    assertThat(result.backupSet().state()).isEqualTo(SetState.Absent);
    domain.stop(POD);
    start();
    assertCompleted(full("set-2"));
  }

  @Test
  void anAgentThatIsKilledIsFollowedByTheNext() throws Exception {
    start();
    JobResult full = followed(() -> full("set"));
    write(0, 50);
    JobResult incremental = followed(() -> incremental("set"));
    JobResult journal = followed(this::journal);

    assertThat(statuses())
        .extracting(status -> status.id().hotCopyId())
        .containsExactly(
            full.backupSet().element().id(),
            incremental.backupSet().element().id(),
            journal.backupSet().element().id());
  }

  /** The result of the second agent, after the first was killed while its hot copy ran. */
  private JobResult followed(Callable<JobResult> run) throws Exception {
    faults.holdHotCopies();
    time.when(
        this::runs,
        () -> {
          throw new InterruptedException("killed");
        });
    assertThatThrownBy(run::call).hasRootCauseMessage("killed");
    time.when(this::runs, faults::end);
    JobResult result = run.call();
    assertCompleted(result);
    return result;
  }

  @Test
  void whatCompletedBeforeTheStorageManagerWasStartedAnewIsFoundOnTheVolume() throws Exception {
    start();
    JobResult first = full("set");
    domain.stop(POD);
    start();

    JobResult again = full("set");

    assertCompleted(again);
    assertThat(again.backupSet().element()).isEqualTo(first.backupSet().element());
    assertThat(statuses()).isEmpty();
  }
}
