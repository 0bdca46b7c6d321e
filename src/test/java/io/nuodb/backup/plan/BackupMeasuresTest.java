package io.nuodb.backup.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.nuodb.backup.api.BackupPolicySpec.Mode;
import io.nuodb.backup.api.BackupPolicySpec.OnDemand;
import io.nuodb.backup.api.BackupPolicySpec.Redundancy;
import io.nuodb.backup.api.BackupPolicySpec.Schedule;
import io.nuodb.backup.api.BackupPolicySpec.Schedules;
import io.nuodb.backup.api.BackupPolicySpec.StorageManagers;
import io.nuodb.backup.api.BackupPolicyStatus.StorageManager;
import io.nuodb.backup.api.HotCopyType;
import io.nuodb.backup.job.Cause;
import io.nuodb.backup.plan.BackupMeasure.GoodCopy;
import io.nuodb.backup.plan.BackupMeasure.MissedRun;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class BackupMeasuresTest {
  private static final Instant MIDNIGHT = Instant.parse("2026-04-18T00:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Schedule DAILY = new Schedule("30 0 * * *", null, null);
  private static final Schedule HOURLY = new Schedule("0 * * * *", null, null);

  @Test
  void aGoodFullIsTheUnitsLastOneUntilTheNextSucceeds() {
    World world = new World(MIDNIGHT, List.of("sm-0"), new Schedules("UTC", DAILY, null, null));
    BackupMeasure never = measure(world, world.reconcile(), "sm-0", HotCopyType.FULL);
    assertThat(never.lastGood()).isEmpty();
    assertThat(never.lastRunGood()).isEmpty();
    assertThat(never.scheduledSince()).contains(MIDNIGHT);
    assertThat(never.expectedInterval()).contains(Duration.ofDays(1));
    assertThat(never.nextRun()).contains(MIDNIGHT.plusSeconds(1800));

    Instant end = runAt(world, MIDNIGHT.plus(HOUR), true);
    BackupMeasure good = measure(world, world.reconcile(), "sm-0", HotCopyType.FULL);
    var copy = new GoodCopy(end.minusSeconds(1), end, OptionalLong.of(1));
    assertThat(good.lastGood()).contains(copy);
    assertThat(good.lastRunGood()).contains(true);
    assertThat(good.running()).isZero();

    world.now = MIDNIGHT.plus(Duration.ofHours(25));
    BackupMeasure next = measure(world, world.reconcile(), "sm-0", HotCopyType.FULL);
    assertThat(next.running()).isEqualTo(1);
    assertThat(next.lastRunGood()).isEmpty();
    assertThat(next.after(good).lastRunGood()).contains(true);
    assertThat(next.lastGood()).contains(copy);

    endAll(world, false);
    BackupMeasure failed = measure(world, world.reconcile(), "sm-0", HotCopyType.FULL);
    assertThat(failed.after(good).lastRunGood()).contains(false);
    assertThat(failed.lastGood()).contains(copy);
  }

  @Test
  void aMissedRunIsToldThoughTheStatusTellsOfOneOfAnotherTypeThatWasDueLater() {
    var full = new Schedule("0 1 * * *", "110m", null);
    var incremental = new Schedule("*/15 * * * *", null, null);
    World world =
        new World(MIDNIGHT, List.of("sm-0"), new Schedules("UTC", full, incremental, null));
    world.reconcile();
    endAll(world, true);
    world.reconcile();
    world.pods.get("sm-0").ready = false;
    Instant deadline = MIDNIGHT.plus(HOUR).plusSeconds(110 * 60);
    while (world.now.isBefore(deadline)) {
      world.now = world.now.plusSeconds(5 * 60);
      PolicyPlan plan = world.reconcile();
      if (!world.now.isBefore(deadline)) {
        assertThat(measure(world, plan, "sm-0", HotCopyType.FULL).lastMissed())
            .map(MissedRun::due)
            .contains(MIDNIGHT.plus(HOUR));
      }
    }
  }

  @Test
  void unitsThatTakeTurnsWaitForEachOther() {
    var turns = new Schedule("0 * * * *", null, true, null);
    World world =
        new World(
            MIDNIGHT, List.of("sm-0", "sm-1", "sm-2"), new Schedules("UTC", DAILY, turns, null));
    PolicyPlan plan = world.reconcile();
    assertThat(measure(world, plan, "sm-1", HotCopyType.INCREMENTAL).expectedInterval())
        .contains(HOUR.multipliedBy(3));
    assertThat(measure(world, plan, "sm-1", HotCopyType.FULL).expectedInterval())
        .contains(Duration.ofDays(1));
  }

  @Test
  void theCopyOfAStandInIsTheUnitsCopy() {
    World world =
        new World(MIDNIGHT, List.of("sm-0", "sm-1"), new Schedules("UTC", DAILY, null, null));
    world.pods.values().forEach(pod -> pod.zone = Optional.of("zone-a"));
    world.storageManagers(
        new StorageManagers(
            world.spec.storageManagers().selector(), null, new Redundancy("zone", null)));
    runAt(world, MIDNIGHT.plus(HOUR), true);
    world.pods.get("sm-0").ready = false;
    Instant end = runAt(world, MIDNIGHT.plus(Duration.ofHours(25)), true);
    PolicyPlan plan = world.reconcile();
    assertThat(measures(world, plan)).hasSize(1);
    assertThat(measure(world, plan, "zone-a", HotCopyType.FULL).lastGood().map(GoodCopy::endTime))
        .contains(end);
  }

  @Test
  void aGroupsCopyIsAsLargeAsItsPartsTogether() {
    World world =
        new World(MIDNIGHT, List.of("sm-0", "sm-1"), new Schedules("UTC", DAILY, null, null));
    world.storageManagers(
        new StorageManagers(world.spec.storageManagers().selector(), Mode.Coordinated, null));
    runAt(world, MIDNIGHT.plus(HOUR), true);
    world.reconcile();
    List.copyOf(world.inspections.values()).forEach(it -> world.answer(it, true));
    BackupMeasure group = measure(world, world.reconcile(), "all", HotCopyType.FULL);
    assertThat(group.lastGood().map(GoodCopy::size)).contains(OptionalLong.of(2));
    assertThat(group.lastRunGood()).contains(true);
    world.now = MIDNIGHT.plus(Duration.ofHours(25));
    assertThat(measure(world, world.reconcile(), "all", HotCopyType.FULL).running()).isEqualTo(1);
  }

  @Test
  void whatAJournalCopyBeganAfterIsInNoBackup() {
    World world = new World(MIDNIGHT, List.of("sm-0"), new Schedules("UTC", DAILY, null, HOURLY));
    world.reconcile();
    assertThat(measure(world, world.reconcile(), "sm-0", HotCopyType.JOURNAL).copiedUpTo())
        .isEmpty();
    Instant full = runAt(world, MIDNIGHT.plusSeconds(1800), true);
    assertThat(measure(world, world.reconcile(), "sm-0", HotCopyType.JOURNAL).copiedUpTo())
        .contains(full);
    Instant journal = runAt(world, MIDNIGHT.plus(HOUR), true);
    BackupMeasure copied = measure(world, world.reconcile(), "sm-0", HotCopyType.JOURNAL);
    assertThat(copied.copiedUpTo()).contains(journal.minusSeconds(1));
    assertThat(measure(world, world.reconcile(), "sm-0", HotCopyType.FULL).copiedUpTo()).isEmpty();

    world.spec(
        new Schedules("UTC", DAILY, null, new Schedule("0 * * * *", null, true)), null, null);
    BackupMeasure suspended = measure(world, world.reconcile(), "sm-0", HotCopyType.JOURNAL);
    assertThat(suspended.copiedUpTo()).contains(journal.minusSeconds(1));
    assertThat(suspended.expectedInterval()).isEmpty();
    assertThat(suspended.scheduledSince()).isEmpty();
  }

  @Test
  void whatWasMissedIsCountedOnceAndTold() {
    World world = new World(MIDNIGHT, List.of("sm-0"), new Schedules("UTC", DAILY, HOURLY, null));
    runAt(world, MIDNIGHT.plusSeconds(1800), true);
    world.reconcile();
    world.now = MIDNIGHT.plus(Duration.ofHours(5));
    PolicyObservation before = world.look();
    PolicyPlan plan = world.reconcile();
    assertThat(MissedRuns.of(before, plan))
        .containsExactly(
            new MissedRuns("sm-0", HotCopyType.INCREMENTAL, "StartingDeadlinePassed", 4));
    BackupMeasure measure = measure(world, plan, "sm-0", HotCopyType.INCREMENTAL);
    assertThat(measure.lastMissed())
        .contains(new MissedRun(MIDNIGHT.plus(Duration.ofHours(4)), "StartingDeadlinePassed"));
    assertThat(measure(world, plan, "sm-0", HotCopyType.FULL).lastMissed()).isEmpty();
    PolicyObservation after = world.look();
    assertThat(MissedRuns.of(after, world.reconcile())).isEmpty();
  }

  @Test
  void aRunThatMetNothingButObstaclesIsMissedOnce() {
    World world = new World(MIDNIGHT, List.of("sm-0"), new Schedules("UTC", HOURLY, null, null));
    world.now = MIDNIGHT.plus(HOUR);
    world.reconcile();
    world.runs.values().forEach(run -> world.fail(run, Cause.HotCopyContention));
    world.reconcile();
    world.now = MIDNIGHT.plus(HOUR.multipliedBy(2)).minusSeconds(1);
    PolicyObservation before = world.look();
    assertThat(MissedRuns.of(before, world.reconcile())).isEmpty();
    world.runs.values().stream()
        .filter(run -> run.job().running())
        .toList()
        .forEach(run -> world.fail(run, Cause.HotCopyContention));
    world.pods.get("sm-0").ready = false;
    world.now = MIDNIGHT.plus(HOUR.multipliedBy(2));
    before = world.look();
    PolicyPlan plan = world.reconcile();
    assertThat(MissedRuns.of(before, plan))
        .containsExactly(
            new MissedRuns("sm-0", HotCopyType.FULL, Cause.HotCopyContention.name(), 1));
    BackupMeasure measure = measure(world, plan, "sm-0", HotCopyType.FULL);
    assertThat(measure.lastMissed().map(MissedRun::due)).contains(MIDNIGHT.plus(HOUR));
    assertThat(measure.lastRunGood()).contains(false);
    PolicyObservation after = world.look();
    assertThat(MissedRuns.of(after, world.reconcile())).isEmpty();
  }

  @Test
  void anIncrementalThatAFullReplacesIsNotMissed() {
    World world = new World(MIDNIGHT, List.of("sm-0"), new Schedules("UTC", HOURLY, HOURLY, null));
    world.now = MIDNIGHT.plus(HOUR);
    PolicyObservation before = world.look();
    PolicyPlan plan = world.reconcile();
    assertThat(plan.unstarted()).isNotEmpty();
    assertThat(MissedRuns.of(before, plan)).isEmpty();
    assertThat(measure(world, plan, "sm-0", HotCopyType.INCREMENTAL).lastMissed()).isEmpty();
  }

  @Test
  void aSimpleHotCopyIsToldByItsRun() {
    World world = new World(MIDNIGHT, List.of("sm-0"), null);
    assertThat(measures(world, world.reconcile())).isEmpty();
    world.spec(null, new OnDemand(null, null, null, "token"), null);
    world.reconcile();
    world.now = MIDNIGHT.plusSeconds(60);
    endAll(world, true);
    assertThat(measure(world, world.reconcile(), "sm-0", HotCopyType.SIMPLE).lastGood())
        .contains(new GoodCopy(MIDNIGHT, MIDNIGHT.plusSeconds(60), OptionalLong.of(1)));
  }

  @Test
  void aUnitThatIsGoneIsNotTold() {
    World world =
        new World(MIDNIGHT, List.of("sm-0", "sm-1"), new Schedules("UTC", DAILY, null, null));
    world.reconcile();
    world.pods.remove("sm-1");
    assertThat(measures(world, world.reconcile())).hasSize(2);
    world.now = MIDNIGHT.plus(HOUR.multipliedBy(2));
    assertThat(measures(world, world.reconcile()))
        .extracting(BackupMeasure::unit)
        .containsExactly("sm-0");
  }

  @Test
  void aUnitThatCameLaterHasItsOwnTimeForTheFirstCopy() {
    World world = new World(MIDNIGHT, List.of("sm-0"), new Schedules("UTC", DAILY, null, null));
    Instant came = MIDNIGHT.plusSeconds(600);
    PolicyPlan plan = world.reconcile();
    assertThat(measure(createdAt(world.look(), came), plan).scheduledSince()).contains(came);
    runAt(world, MIDNIGHT.plus(HOUR), true);
    plan = world.reconcile();
    assertThat(measure(createdAt(world.look(), came), plan).scheduledSince()).contains(MIDNIGHT);
  }

  @Test
  void theCopiesOfAnArchiveThatWasReplacedDoNotCount() {
    World world = new World(MIDNIGHT, List.of("sm-0"), new Schedules("UTC", DAILY, null, null));
    runAt(world, MIDNIGHT.plus(HOUR), true);
    PolicyPlan plan = world.reconcile();
    StorageManager now = plan.status().storageManagers().getFirst();
    assertThat(now.archiveUid()).isEqualTo("uid");
    ObservedSet set = plan.sets().getFirst();
    assertThat(new GoodCopies(List.of(set)).last(List.of(now), HotCopyType.FULL)).isPresent();
    StorageManager replaced = withArchive(now, "another");
    assertThat(new GoodCopies(List.of(set)).last(List.of(replaced), HotCopyType.FULL)).isEmpty();
  }

  /** One that is known by discovery alone: no run of it is on record. */
  private static StorageManager withArchive(StorageManager it, String archiveUid) {
    return new StorageManager(
        it.pod(),
        it.archiveId(),
        archiveUid,
        it.unit(),
        it.zone(),
        it.role(),
        it.ready(),
        it.keepsJournals(),
        it.storageGroups(),
        it.currentSet(),
        it.journalSet(),
        null,
        null,
        null,
        null,
        null,
        it.next(),
        it.answeredUntil(),
        it.lastTurn(),
        it.volume(),
        it.journalVolume(),
        it.absentSince());
  }

  private static PolicyObservation createdAt(PolicyObservation it, Instant time) {
    return new PolicyObservation(
        it.name(),
        it.uid(),
        it.creationTime(),
        it.generation(),
        it.spec(),
        it.status(),
        it.storageManagers().stream()
            .map(
                pod ->
                    new ObservedStorageManager(
                        pod.pod(), pod.podUid(), time, pod.ready(), pod.zone(), pod.backupVolume()))
            .toList(),
        it.runs(),
        it.inspections(),
        it.discoveries(),
        it.cancellations(),
        it.sets(),
        it.rivals(),
        it.slots(),
        it.pendingAllowance());
  }

  private static BackupMeasure measure(PolicyObservation policy, PolicyPlan plan) {
    return BackupMeasures.of(policy, plan).getFirst();
  }

  /** Starts what is due, and ends it a minute later. */
  private static Instant runAt(World world, Instant due, boolean good) {
    world.now = due;
    world.reconcile();
    world.now = due.plusSeconds(60);
    endAll(world, good);
    return world.now;
  }

  private static void endAll(World world, boolean good) {
    for (HotCopyRun run : List.copyOf(world.runs.values())) {
      if (run.job().running() && good) {
        world.succeed(run);
      } else if (run.job().running()) {
        world.fail(run, Cause.HotCopyTimedOut);
      }
    }
  }

  private static List<BackupMeasure> measures(World world, PolicyPlan plan) {
    return BackupMeasures.of(world.look(), plan);
  }

  private static BackupMeasure measure(
      World world, PolicyPlan plan, String unit, HotCopyType type) {
    Optional<BackupMeasure> found =
        measures(world, plan).stream()
            .filter(it -> it.unit().equals(unit) && it.type() == type)
            .findFirst();
    return found.orElseThrow();
  }
}
