package io.nuodb.backup.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.nuodb.backup.api.BackupPolicySpec.Schedule;
import io.nuodb.backup.api.BackupPolicySpec.Schedules;
import io.nuodb.backup.api.Condition;
import io.nuodb.backup.api.Condition.Status;
import io.nuodb.backup.job.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BackupsFreshTest {
  private static final Instant CREATED = Instant.parse("2026-04-18T10:30:00Z");
  private static final Schedules HOURLY =
      new Schedules("UTC", null, new Schedule("0 * * * *", null, null), null);

  private static final PlannedConditions FRESH = new PlannedConditions("BackupsFresh");
  private static final PlannedConditions READY = new PlannedConditions(Conditions.READY);

  private final World world = new World(CREATED, List.of("sm-0"), HOURLY);

  @Test
  void beforeTheFirstIsDueAndWhileItRunsNothingIsKnown() {
    FRESH.check(world.reconcile(), Status.Unknown, "NoBackupYet", "sm-0", "2026-04-18T11:00:00Z");
    at("11:00");
    FRESH.check(world.reconcile(), Status.Unknown, "NoBackupYet");
    at("11:10");
    endAll();
    FRESH.check(world.reconcile(), Status.True, "Fresh");
  }

  /** A full does for an incremental: that one was due, and there was no set. */
  @Test
  void twoIntervalsAfterTheNewestOneItIsTooOld() {
    backUpAt("11:00", "11:10");
    world.pods.get("sm-0").ready = false;
    Instant tooOld = time("13:10");
    at("13:09");
    PolicyPlan before = world.reconcile();
    FRESH.check(before, Status.True, "Fresh");
    assertThat(before.wakeUp()).hasValue(tooOld);
    at("13:10");
    PolicyPlan plan = world.reconcile();
    FRESH.check(plan, Status.False, "BackupTooOld", "sm-0", "2026-04-18T11:10:00Z");
    assertThat(READY.of(plan)).as("Ready is about other things").isEqualTo(READY.of(before));
  }

  @Test
  void whyTheNewestIsOldIsSaidWhereTheLastFailed() {
    backUpAt("11:00", "11:10");
    for (String hour : List.of("12", "13")) {
      at(hour + ":00");
      world.reconcile();
      failUntilGivenUp();
    }
    at("13:50");
    FRESH.check(world.reconcile(), Status.False, "LastHotCopyFailed", "sm-0", "HotCopyFailed");
  }

  @Test
  void aFirstOneThatFailsIsSaidAtOnce() {
    at("11:00");
    world.reconcile();
    failUntilGivenUp();
    FRESH.check(world.reconcile(), Status.False, "LastHotCopyFailed", "sm-0");
  }

  @Test
  void aFirstOneThatIsMissedIsSaid() {
    world.reconcile();
    world.pods.get("sm-0").ready = false;
    at("11:30");
    FRESH.check(world.reconcile(), Status.Unknown, "NoBackupYet");
    at("12:30");
    world.spec(
        new Schedules("UTC", new Schedule("0 * * * *", "10m", null), null, null), null, null);
    world.reconcile();
    at("13:20");
    FRESH.check(world.reconcile(), Status.False, "NoBackupYet", "sm-0", "2026-04-18T13:00:00Z");
  }

  /** Two that take turns are each copied every other hour. */
  @Test
  void turnsMakeTheIntervalLonger() {
    var world =
        new World(
            CREATED,
            List.of("sm-0", "sm-1"),
            new Schedules("UTC", null, new Schedule("0 * * * *", null, true, null), null));
    for (String hour : List.of("11", "12")) {
      world.now = time(hour + ":00");
      world.reconcile();
      world.now = time(hour + ":10");
      List.copyOf(world.runs.values()).stream()
          .filter(run -> run.job().running())
          .forEach(world::succeed);
      world.reconcile();
    }
    world.pods.values().forEach(pod -> pod.ready = false);
    world.now = time("15:09");
    FRESH.check(world.reconcile(), Status.True, "Fresh");
    world.now = time("15:10");
    PolicyPlan plan = world.reconcile();
    FRESH.check(plan, Status.False, "BackupTooOld", "sm-0");
    assertThat(FRESH.of(plan).orElseThrow().message()).doesNotContain("sm-1");
  }

  @Test
  void suspendedSchedulesTellNothingAndNoSchedulesHaveNoCondition() {
    backUpAt("11:00", "11:10");
    world.spec(HOURLY, null, true);
    FRESH.check(world.reconcile(), Status.Unknown, "Suspended");
    world.spec(null, null, null);
    assertThat(FRESH.of(world.reconcile())).isEmpty();
  }

  @Test
  void whatAnotherPolicyBacksUpIsNoConcern() {
    at("13:30");
    assertThat(FRESH.of(PolicyPlan.of(world.look(), world.now))).isPresent();
    assertThat(FRESH.of(PolicyPlan.of(rivalled(world.look()), world.now))).isEmpty();
  }

  private static PolicyObservation rivalled(PolicyObservation it) {
    return new PolicyObservation(
        it.name(),
        it.uid(),
        it.creationTime(),
        it.generation(),
        it.spec(),
        it.status(),
        it.storageManagers(),
        it.runs(),
        it.inspections(),
        it.discoveries(),
        it.cancellations(),
        it.sets(),
        Map.of("sm-0", "older"),
        it.slots(),
        it.pendingAllowance());
  }

  @Test
  void messagesStayWhileTimePasses() {
    backUpAt("11:00", "11:10");
    world.pods.get("sm-0").ready = false;
    at("14:10");
    Condition first = FRESH.of(world.reconcile()).orElseThrow();
    at("14:50");
    assertThat(FRESH.of(world.reconcile())).contains(first);
  }

  private void backUpAt(String due, String end) {
    at(due);
    world.reconcile();
    at(end);
    endAll();
    world.reconcile();
  }

  private void endAll() {
    running().forEach(world::succeed);
  }

  private List<HotCopyRun> running() {
    return world.runs.values().stream().filter(run -> run.job().running()).toList();
  }

  private void failUntilGivenUp() {
    for (int attempt = 0; attempt < 3; attempt++) {
      running().forEach(run -> world.fail(run, Cause.HotCopyFailed));
      world.reconcile();
      world.now = world.now.plus(Duration.ofMinutes(15));
      world.reconcile();
    }
  }

  private void at(String time) {
    world.now = time(time);
  }

  private static Instant time(String time) {
    return Instant.parse("2026-04-18T" + time + ":00Z");
  }
}
