package io.nuodb.backup.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.nuodb.backup.agent.FakeDomain.HotCopy;
import io.nuodb.backup.job.Cause;
import io.nuodb.backup.job.JobResult;
import io.nuodb.backup.nuodb.BackupSetFiles;
import io.nuodb.backup.nuodb.HotCopyType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Journal hot copies, which go into the newest initialised set, whichever that is. */
class JournalHotCopyTest extends HotCopyTestCase {
  private static final Duration HOUR = Duration.ofHours(1);

  private Optional<String> afterElement = Optional.empty();

  @Test
  void theNewestSetTakesTheJournalEvenWhileItsFullRuns() {
    completeSet("b-old");
    Path running = initialisedSet("a-new", Duration.ofMinutes(5));
    domain.journalSet = running;

    JobResult result = run();

    assertThat(result.cause()).isNull();
    assertThat(result.backupSet().directory()).isEqualTo("a-new");
    assertThat(result.backupSet().state()).isEqualTo(JobResult.SetState.Initialized);
    assertThat(result.backupSet().journals()).isEqualTo(1);
    assertThat(result.backupSet().element().name()).isEqualTo("1.jnl");
    assertThat(result.backupSet().element().type()).isEqualTo("journal");
    assertThat(result.backupSet().element().firstJournal()).isEqualTo(1);
    assertThat(result.backupSet().element().lastJournal()).isEqualTo(1);
  }

  @Test
  void journalsAreNumberedApartFromIncrementals() {
    Path set = completeSet("set");
    element(set, "1.inc");
    element(set, "1.jnl");
    afterElement = Optional.of("set/1.jnl");

    assertThat(run().backupSet().element().name()).isEqualTo("2.jnl");
    assertThat(domain.started).isEqualTo(1);
  }

  @Test
  void setsOfOtherArchivesAreLeftAlone() throws IOException {
    completeSet("set");
    Path foreign = initialisedSet("foreign", Duration.ofMinutes(5));
    Path state = foreign.resolve("state.xml");
    Files.writeString(state, Files.readString(state).replace("archive-uid", "another"));

    assertThat(run().backupSet().directory()).isEqualTo("set");
  }

  @Test
  void whereTheEngineKnowsANewerSetTheVolumeIsReadAgain() {
    completeSet("set");
    domain.onRequest =
        () -> {
          if (domain.journalSet == null) {
            domain.journalSet = initialisedSet("newer", Duration.ZERO);
          }
        };

    JobResult result = run();

    assertThat(result.backupSet().directory()).isEqualTo("newer");
    assertThat(posts()).isEqualTo(2);
  }

  @Test
  void aNewerSetThatTheVolumeShowsLateIsWaitedFor() {
    completeSet("set");
    domain.journalSet = root.resolve("newer");
    time.after(Duration.ofSeconds(20), () -> initialisedSet("newer", Duration.ZERO));

    assertThat(run().backupSet().directory()).isEqualTo("newer");
    assertThat(posts()).isEqualTo(2);
  }

  @Test
  void aSetThatTheEngineRefusesIsNotAskedForTwice() {
    completeSet("set");
    domain.journalSet = Path.of("/elsewhere");

    JobResult result = run();

    assertThat(result.cause()).isEqualTo(Cause.BackupSetRefused);
    assertThat(result.message()).contains(root.resolve("set") + " is not the newest");
    assertThat(posts()).isEqualTo(1);
  }

  @Test
  void aSecondRefusalIsTheEnd() {
    completeSet("set");
    int[] sets = {0};
    domain.journalSet = Path.of("/elsewhere");
    domain.onRequest = () -> initialisedSet("newer-" + ++sets[0], Duration.ofSeconds(-sets[0]));

    assertThat(run().cause()).isEqualTo(Cause.BackupSetRefused);
    assertThat(posts()).isEqualTo(2);
  }

  @Test
  void withoutAnInitialisedSetThereIsNothingToAskFor() throws IOException {
    Files.createDirectories(root.resolve("set/tmp"));

    assertThat(run().cause()).isEqualTo(Cause.BackupSetNotFound);
    assertThat(posts()).isZero();
  }

  @Test
  void anElementInTheSetThatWasTheNewestBeforeIsThisRuns() {
    Path set = completeSet("set");
    afterElement = Optional.of("set/full");
    HotCopy hotCopy = domain.start(set, "journal");
    domain.complete(hotCopy);
    domain.restartStorageManager();
    initialisedSet("newer", Duration.ofSeconds(-10));

    JobResult result = run();

    assertThat(result.backupSet().element().id()).isEqualTo(hotCopy.id);
    assertThat(result.backupSet().directory()).isEqualTo("set");
    assertThat(domain.started).isEqualTo(1);
  }

  @Test
  void aNewerSetCountsItsJournalsAnew() {
    element(completeSet("set"), "5.jnl");
    afterElement = Optional.of("set/5.jnl");
    HotCopy hotCopy = domain.start(initialisedSet("newer", Duration.ZERO), "journal");
    domain.complete(hotCopy);

    assertThat(run().backupSet().element().id()).isEqualTo(hotCopy.id);
    domain.restartStorageManager();
    assertThat(run().backupSet().element().id()).isEqualTo(hotCopy.id);
    assertThat(domain.started).isEqualTo(1);
  }

  @Test
  void whatANewerSetHeldBeforeTheRunIsNobodys() {
    element(completeSet("set"), "5.jnl");
    element(completeSet("newer", HOUR.multipliedBy(2)), "7.jnl");
    afterElement = Optional.of("set/5.jnl");

    assertThat(run().backupSet().element().id()).isEqualTo("id-1");
    assertThat(domain.started).isEqualTo(1);
  }

  @Test
  void whereTheSetOfTheKnownElementIsGoneItsBeginTells() {
    element(completeSet("set"), "3.jnl");
    afterElement = Optional.of("gone/5.jnl");

    assertThat(run().backupSet().element().id()).isEqualTo("id-1");
    assertThat(run().backupSet().element().id()).isEqualTo("id-1");
    assertThat(domain.started).isEqualTo(1);
  }

  @Test
  void anElementInAnOlderSetIsNobodys() {
    element(completeSet("older", HOUR.multipliedBy(30)), "7.jnl");
    completeSet("set");
    afterElement = Optional.of("set/full");

    assertThat(run().backupSet().element().id()).isEqualTo("id-1");
  }

  @Test
  void withoutAKnownElementItsBeginTells() {
    Path set = completeSet("set");
    element(set, "1.jnl");

    assertThat(run().backupSet().element().name()).isEqualTo("2.jnl");
    assertThat(run().backupSet().element().name()).isEqualTo("2.jnl");
    assertThat(domain.started).isEqualTo(1);
  }

  @Test
  void withoutAKnownElementAllSetsCountThatTheRunMayHaveSeen() {
    Path set = completeSet("set");
    HotCopy hotCopy = domain.start(set, "journal");
    domain.complete(hotCopy);
    domain.restartStorageManager();
    initialisedSet("newer", Duration.ofSeconds(-10));
    initialisedSet("newest", Duration.ofSeconds(-20));

    assertThat(run().backupSet().element().id()).isEqualTo(hotCopy.id);
    assertThat(domain.started).isEqualTo(1);
  }

  @Test
  void aHotCopyOfAnotherStorageManagerAtTheSamePathIsNotThisRuns() {
    Path set = completeSet("set");
    HotCopy foreign =
        new HotCopy("foreign", "77", "journal", Map.of(set, "1.jnl"), NOT_BEFORE.plusSeconds(1));
    domain.remembered.add(foreign);

    assertThat(run(HotCopyType.JOURNAL).cause()).isEqualTo(Cause.HotCopyContention);
    foreign.status = "completed";
    assertThat(run(HotCopyType.JOURNAL).backupSet().element().id()).isEqualTo("id-1");
  }

  @Test
  void aSetWhoseStateCannotBeReadMayBeTheNewest() {
    completeSet("set");
    BackupSetFiles.write(root.resolve("half/state.xml"), "<BackupSet");

    JobResult result = run();

    assertThat(result.cause()).isEqualTo(Cause.BackupSetUnreadable);
    assertThat(result.message()).contains(root.resolve("half").toString());
    assertThat(posts()).isZero();
  }

  @Test
  void anOldSetThatCannotBeReadIsPassedOverAndTold() {
    Path old = completeSet("old", HOUR.multipliedBy(30));
    BackupSetFiles.write(old.resolve("state.xml"), "<BackupSet");
    Path before = completeSet("before", HOUR.multipliedBy(25));
    element(before, "1.jnl");
    BackupSetFiles.write(before.resolve("1.jnl/control/state.xml"), "<BackupElement");
    completeSet("set");
    afterElement = Optional.of("before/1.jnl");

    JobResult result = run();

    assertThat(result.cause()).isNull();
    assertThat(result.backupSet().directory()).isEqualTo("set");
    assertThat(result.message())
        .contains("passed over", old.resolve("state.xml").toString(), "before/1.jnl/control");
  }

  @Test
  void aRefusalTellsTheSetsThatWerePassedOver() {
    Path old = completeSet("old", HOUR.multipliedBy(30));
    BackupSetFiles.write(old.resolve("state.xml"), "<BackupSet");
    completeSet("set");
    domain.refusal = FakeDomain.refusal("Only one journal hot copy at a time allowed");

    JobResult result = run();

    assertThat(result.cause()).isEqualTo(Cause.HotCopyContention);
    assertThat(result.message()).contains("passed over", old.resolve("state.xml").toString());
  }

  @Test
  void theNewestSetIsNotPassedOverForAnElementThatCannotBeRead() {
    completeSet("before", HOUR.multipliedBy(25));
    Path set = completeSet("set");
    element(set, "1.jnl");
    BackupSetFiles.write(set.resolve("1.jnl/control/state.xml"), "<BackupElement");
    afterElement = Optional.of("before/full");

    assertThat(run().cause()).isEqualTo(Cause.BackupSetUnreadable);
    assertThat(posts()).isZero();
  }

  @Test
  void anInspectionFindsTheElementAndItsSetWhileTheDomainRemembers() {
    Path set = completeSet("set");
    element(set, "1.jnl");
    afterElement = Optional.of("set/1.jnl");
    HotCopy hotCopy = domain.start(set, "journal");
    completeAfter(COPYING, hotCopy);

    JobResult result = inspect();

    assertThat(result.hotCopy().hotCopyId()).isEqualTo(hotCopy.id);
    assertThat(result.backupSet().directory()).isEqualTo("set");
    assertThat(result.backupSet().element().name()).isEqualTo("2.jnl");
    assertThat(posts()).isZero();
  }

  @Test
  void anInspectionFindsTheElementInASetThatIsNoLongerTheNewest() {
    Path set = completeSet("set");
    afterElement = Optional.of("set/full");
    domain.complete(domain.start(set, "journal"));
    domain.restartStorageManager();
    initialisedSet("newer", Duration.ofMinutes(-5));

    JobResult result = inspect();

    assertThat(result.cause()).isNull();
    assertThat(result.backupSet().directory()).isEqualTo("set");
    assertThat(result.backupSet().element().name()).isEqualTo("1.jnl");
  }

  @Test
  void anInspectionOfARunThatNeverAskedFindsNothing() {
    element(completeSet("set"), "1.jnl");
    afterElement = Optional.of("set/1.jnl");

    JobResult result = inspect();

    assertThat(result.cause()).isEqualTo(Cause.HotCopyLost);
    assertThat(result.backupSet().element()).isNull();
    assertThat(posts()).isZero();
  }

  @Test
  void anExplicitSetIsTakenAsItIs() {
    Path set = completeSet("set");
    initialisedSet("newer", Duration.ZERO);

    JobResult result = run(task(HotCopyType.JOURNAL, new Destination.Directory(set)));

    assertThat(result.backupSet().directory()).isEqualTo("set");
  }

  private JobResult run() {
    return run(HotCopyType.JOURNAL);
  }

  private JobResult run(HotCopyType type) {
    return run(
        task(type, new Destination.NewestSet(root, Optional.of("archive-uid")), afterElement));
  }

  /** Of a run whose Job left no result. */
  private JobResult inspect() {
    Destination.NewestSet newest = new Destination.NewestSet(root, Optional.of("archive-uid"));
    return run(
        TestTasks.of(
            HotCopyType.JOURNAL,
            new Target(FakeDomain.POD, newest, afterElement.map(TestTasks::after)),
            NOT_BEFORE,
            NOT_BEFORE.plus(HOUR),
            false));
  }

  private Path initialisedSet(String name, Duration before) {
    Path set = root.resolve(name);
    BackupSetFiles.initialise(set, NOT_BEFORE.minus(before));
    return set;
  }

  /** An element of the time before the run. */
  private static void element(Path set, String name) {
    BackupSetFiles.element(
        set, name, "old-" + name, NOT_BEFORE.minus(HOUR), NOT_BEFORE.minus(HOUR), Map.of());
  }
}
