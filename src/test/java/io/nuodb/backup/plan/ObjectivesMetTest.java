package io.nuodb.backup.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.nuodb.backup.api.BackupPolicySpec;
import io.nuodb.backup.api.BackupPolicySpec.Objectives;
import io.nuodb.backup.api.BackupPolicySpec.OnDemand;
import io.nuodb.backup.api.BackupPolicySpec.Schedule;
import io.nuodb.backup.api.BackupPolicySpec.Schedules;
import io.nuodb.backup.api.BackupPolicyStatus.Granularity;
import io.nuodb.backup.api.BackupPolicyStatus.Recoverable;
import io.nuodb.backup.api.Condition.Status;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ObjectivesMetTest {
  private static final Instant CREATED = Instant.parse("2026-04-18T10:30:00Z");
  private static final PlannedConditions OBJECTIVES = new PlannedConditions("ObjectivesMet");
  private static final Schedule WEEKLY = new Schedule("0 0 * * 0", null, null);
  private static final Schedule HOURLY = new Schedule("0 * * * *", null, null);
  private static final Schedule QUARTERS = new Schedule("*/15 * * * *", null, null);

  private final World world =
      new World(CREATED, List.of("sm-0"), new Schedules("UTC", WEEKLY, HOURLY, null));

  @Test
  void withoutObjectivesThereIsNoCondition() {
    assertThat(OBJECTIVES.of(world.reconcile())).isEmpty();
  }

  @Test
  void whatNoScheduleCanMeetIsSaidBeforeAnythingRan() {
    objectives("30m", null);
    OBJECTIVES.check(
        world.reconcile(), Status.False, "ObjectiveUnreachable", "incremental", "1h", "30m");
    world.spec(new Schedules("UTC", WEEKLY, null, null), null, null);
    OBJECTIVES.check(world.reconcile(), Status.False, "ObjectiveUnreachable", "full", "7d");
    world.spec(new Schedules("UTC", WEEKLY, HOURLY, QUARTERS), null, null);
    OBJECTIVES.check(world.reconcile(), Status.Unknown, "NoBackupYet");
    world.status = world.status.map(status -> ReportedStatus.keepsJournals(status, false));
    OBJECTIVES.check(world.reconcile(), Status.False, "ObjectiveUnreachable", "incremental");
    world.spec(null, null, null);
    OBJECTIVES.check(world.reconcile(), Status.False, "ObjectiveUnreachable", "no schedule");
    assertThat(world.started).isEmpty();
  }

  /** The archives hold the same: each turn of one of them is a copy of the database. */
  @Test
  void turnsDoNotPutAnObjectiveOutOfReach() {
    var world = new World(CREATED, List.of("sm-0", "sm-1"), null);
    world.spec(
        new Schedules("UTC", null, new Schedule("0 * * * *", null, true, null), null), null, null);
    objectives(world, "1h", null);
    OBJECTIVES.check(world.reconcile(), Status.Unknown, "NoBackupYet");
  }

  @Test
  void theRecoveryPointCountsFromTheBestStorageManager() {
    var world =
        new World(CREATED, List.of("sm-0", "sm-1"), new Schedules("UTC", null, HOURLY, null));
    objectives(world, "90m", null);
    backUp(world, "11:00");
    world.now = time("11:20");
    end(world, "sm-1");
    OBJECTIVES.check(world.reconcile(), Status.True, "ObjectivesMet");
    world.pods.values().forEach(pod -> pod.ready = false);
    world.now = time("12:49");
    PolicyPlan before = world.reconcile();
    OBJECTIVES.check(before, Status.True, "ObjectivesMet");
    assertThat(before.wakeUp()).hasValue(time("12:50"));
    world.now = time("12:50");
    OBJECTIVES.check(
        world.reconcile(), Status.False, "RecoveryPointObjectiveMissed", "2026-04-18T11:20:00Z");
  }

  /** What is committed while it runs it may lack. */
  @Test
  void aJournalHotCopyCountsFromItsBegin() {
    world.spec(new Schedules("UTC", WEEKLY, HOURLY, QUARTERS), new OnDemand("first", null), null);
    world.reconcile();
    end(world, "sm-0");
    PolicyPlan full = world.reconcile();
    assertThat(full.status().recoverable())
        .isEqualTo(new Recoverable(CREATED, CREATED, Granularity.Element));
    world.now = time("10:45");
    world.reconcile();
    world.now = time("10:50");
    end(world, "sm-0");
    assertThat(world.reconcile().status().recoverable())
        .isEqualTo(
            new Recoverable(CREATED, time("10:50").minusSeconds(1), Granularity.Transaction));
  }

  @Test
  void nothingToRestoreFromMissesTheObjectiveInTheEnd() {
    world.pods.get("sm-0").ready = false;
    objectives("1h", null);
    OBJECTIVES.check(world.reconcile(), Status.Unknown, "NoBackupYet");
    world.now = time("11:30");
    OBJECTIVES.check(
        world.reconcile(), Status.False, "RecoveryPointObjectiveMissed", "nothing can be restored");
  }

  @Test
  void aSetThatTakesTooLongToRestoreIsNamed() {
    objectives(null, "1s");
    backUp(world, "11:00");
    end(world, "sm-0");
    OBJECTIVES.check(world.reconcile(), Status.True, "ObjectivesMet");
    world.spec(
        new Schedules("UTC", new Schedule("0 0 * * 0", null, true), HOURLY, null), null, null);
    backUp(world, "12:00");
    end(world, "sm-0");
    String set = world.sets.keySet().iterator().next();
    OBJECTIVES.check(world.reconcile(), Status.False, "RecoveryTimeObjectiveMissed", set, "2s");
  }

  private static void backUp(World world, String due) {
    world.now = time(due);
    world.reconcile();
  }

  private static void end(World world, String pod) {
    List.copyOf(world.runs.values()).stream()
        .filter(run -> run.job().running() && run.runsOn(pod))
        .forEach(world::succeed);
  }

  private void objectives(String rpo, String rto) {
    objectives(world, rpo, rto);
  }

  private static void objectives(World world, String rpo, String rto) {
    BackupPolicySpec spec = world.spec;
    world.spec =
        new BackupPolicySpec(
            spec.database(),
            spec.engine(),
            spec.storageManagers(),
            spec.backupRoot(),
            spec.schedules(),
            spec.onDemand(),
            spec.suspend(),
            spec.hotCopy(),
            spec.rotation(),
            new Objectives(rpo, rto));
  }

  private static Instant time(String time) {
    return Instant.parse("2026-04-18T" + time + ":00Z");
  }
}
