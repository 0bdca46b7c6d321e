package io.nuodb.backup.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.nuodb.backup.api.BackupPolicySpec.OnDemand;
import io.nuodb.backup.api.BackupPolicySpec.Schedule;
import io.nuodb.backup.api.BackupPolicySpec.Schedules;
import io.nuodb.backup.api.BackupPolicyStatus.Missed;
import io.nuodb.backup.api.BackupSetStatus.Phase;
import io.nuodb.backup.api.Condition.Status;
import io.nuodb.backup.api.HotCopyType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What people and machines do that a schedule was not made for. The world checks each start. */
class BadInputTest {
  private static final Instant CREATED = Instant.parse("2026-04-18T10:30:00Z");
  private static final PlannedConditions FRESH = new PlannedConditions("BackupsFresh");
  private static final Schedules HOURLY =
      new Schedules("UTC", null, new Schedule("0 * * * *", null, null), null);

  private final World world = new World(CREATED, List.of("sm-0"), HOURLY);

  /** They take twelve minutes, and are due each five. */
  @Test
  void anIntervalShorterThanTheRunsLastIsSeen() {
    backUp();
    world.spec(
        new Schedules("UTC", null, new Schedule("*/5 * * * *", null, null), null),
        world.spec.onDemand(),
        null);
    world.reconcile();
    long started = world.started.size();
    boolean stale = false;
    for (int minute = 1; minute <= 60; minute++) {
      world.now = CREATED.plus(Duration.ofMinutes(minute));
      world.runs.values().stream()
          .filter(run -> run.job().running())
          .filter(run -> !world.now.isBefore(run.job().creationTime().plusSeconds(720)))
          .toList()
          .forEach(world::succeed);
      PolicyPlan plan = world.reconcile();
      stale |= FRESH.of(plan).orElseThrow().status() == Status.False;
    }
    assertThat(world.started.size() - started).isBetween(4L, 5L);
    Missed missed = world.status.orElseThrow().storageManagers().getFirst().lastMissed();
    assertThat(missed.reason()).isEqualTo("HotCopyStillRunning");
    assertThat(missed.type()).isEqualTo(HotCopyType.INCREMENTAL);
    assertThat(stale).as("overdue between two of them").isTrue();
  }

  @Test
  void aPodThatIsNoLongerSelectedWhileItsHotCopyRunsKeepsItAndStartsNoOther() {
    world.spec(HOURLY, new OnDemand("first", null), null);
    world.reconcile();
    HotCopyRun run = world.runs.values().iterator().next();
    world.pods.get("sm-0").selected = false;
    world.addPod("sm-1");
    world.reconcile();
    assertThat(world.status.orElseThrow().running())
        .extracting(running -> running.pod())
        .contains("sm-0");
    world.succeed(run);
    world.reconcile();
    assertThat(world.sets.get(run.targets().getFirst().backupSet()).phase()).isEqualTo(Phase.Open);

    world.pods.get("sm-0").selected = true;
    world.now = Instant.parse("2026-04-18T11:00:00Z");
    PolicyPlan plan = world.reconcile();
    assertThat(plan.hotCopies())
        .filteredOn(launch -> launch.unit().name().equals("sm-0"))
        .singleElement()
        .extracting(HotCopyLaunch::type)
        .isEqualTo(HotCopyType.INCREMENTAL);
  }

  private void backUp() {
    world.spec(world.spec.schedules(), new OnDemand("first", null), null);
    world.reconcile();
    endAll();
    world.reconcile();
  }

  private void endAll() {
    List.copyOf(world.runs.values()).stream()
        .filter(run -> run.job().running())
        .forEach(world::succeed);
  }
}
