package io.nuodb.backup.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.nuodb.backup.api.BackupPolicySpec.Schedule;
import io.nuodb.backup.api.BackupPolicySpec.Schedules;
import io.nuodb.backup.api.BackupPolicyStatus.Run;
import io.nuodb.backup.api.BackupPolicyStatus.RunState;
import io.nuodb.backup.job.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What users of other operators for backups have reported, and what happens here instead. */
class ReportedFailuresTest {
  private static final Instant CREATED = Instant.parse("2026-10-24T20:30:00Z");

  private final World world = new World(CREATED, List.of("sm-0"), hourly("UTC", null));
  private final Accidents accidents = new Accidents(world, null);

  @Test
  void aDueTimeThatPassedWhileTheOperatorRestartedIsNotForgotten() {
    world.reconcile();
    world.now = Instant.parse("2026-10-24T21:03:00Z");
    assertThat(dueTimes(world.reconcile())).containsExactly("2026-10-24T21:00:00Z");
  }

  @Test
  void aLongOutageIsNotFollowedByHundredsOfRuns() {
    world.reconcile();
    world.now = CREATED.plus(Duration.ofDays(30));
    PolicyPlan plan = world.reconcile();
    assertThat(dueTimes(plan)).containsExactly("2026-11-23T20:00:00Z");
    assertThat(plan.unstarted())
        .singleElement()
        .satisfies(it -> assertThat(it.count()).isEqualTo(30 * 24 - 1));
    accidents.everythingEnds();
    assertThat(world.reconcile().hotCopies()).isEmpty();
  }

  /** Neither one that failed nor one that hangs without a word. */
  @Test
  void aJobThatFailedStopsNoSchedule() {
    passTo("2026-10-24T21:00:00Z");
    world.fail(onlyRunning(), Cause.BackupVolumeFull);
    passTo("2026-10-24T22:00:00Z");
    world.loseResult(onlyRunning());
    for (int pass = 0; pass < 5; pass++) {
      world.reconcile();
      world.inspections.values().stream()
          .filter(it -> it.job().running())
          .toList()
          .forEach(it -> world.answer(it, false));
      world.now = world.now.plus(Duration.ofMinutes(31));
    }
    world.reconcile();
    assertThat(onlyRunning().key().trigger())
        .isEqualTo(new Trigger.Scheduled(Instant.parse("2026-10-25T00:00:00Z")));
  }

  /**
   * Its Job ends without a word, as one that ran past its deadline: nothing is taken for granted.
   */
  @Test
  void aJobThatTimedOutIsNoSuccess() {
    passTo("2026-10-24T21:00:00Z");
    world.loseResult(onlyRunning());
    world.reconcile();
    assertThat(lastFull().state()).isEqualTo(RunState.Running);
    assertThat(lastFull().reason()).isEqualTo(Reason.Inspecting.name());
    accidents.everythingEnds();
    world.reconcile();
    assertThat(lastFull().state()).isNotEqualTo(RunState.Succeeded);
    assertThat(world.status.orElseThrow().lastSuccess().full()).isNull();
  }

  /** London's clocks go back at 01:00Z on 25 October 2026: 01:30 comes twice. */
  @Test
  void aDailyRunIsNotDoubledWhereSummerTimeEnds() {
    world.spec(schedules("Europe/London", "30 1 * * *", null), null, null);
    for (int minute = 0; minute < 60 * 10; minute += 10) {
      world.now = CREATED.plus(Duration.ofMinutes(minute));
      world.reconcile();
      accidents.everythingEnds();
    }
    assertThat(world.started.keySet())
        .extracting(RunKey::trigger)
        .containsExactly(new Trigger.Scheduled(Instant.parse("2026-10-25T00:30:00Z")));
  }

  /** A pod that no node has room for is given up, told of, and tried again. */
  @Test
  void aPodThatIsNeverScheduledHangsNotForEver() {
    passTo("2026-10-24T21:00:00Z");
    HotCopyRun first = onlyRunning();
    world.leavePending(first);
    passTo("2026-10-24T21:14:59Z");
    assertThat(world.runs.get(first.job().name()).job().running()).isTrue();
    passTo("2026-10-24T21:15:00Z");
    passTo("2026-10-24T21:15:01Z");
    assertThat(lastFull().state()).isEqualTo(RunState.Waiting);
    assertThat(lastFull().reason()).isEqualTo(Reason.PodNotStarted.name());
    assertThat(lastFull().message()).contains("no node has room");
    passTo("2026-10-24T21:15:30Z");
    assertThat(onlyRunning().key()).isEqualTo(first.key().withAttempt(2));
    world.leavePending(onlyRunning());
    passTo("2026-10-24T22:00:00Z");
    passTo("2026-10-24T22:00:01Z");
    assertThat(onlyRunning().key().trigger())
        .isEqualTo(new Trigger.Scheduled(Instant.parse("2026-10-24T22:00:00Z")));
  }

  /** The clock of a node is a year ahead for a while. */
  @Test
  void aClockThatWasAheadFreezesNoSchedule() {
    passTo("2026-10-24T21:00:00Z");
    accidents.everythingEnds();
    passTo("2027-10-24T21:00:00Z");
    accidents.everythingEnds();
    passTo("2026-10-24T21:20:00Z");
    world.forgetGuards();
    passTo("2026-10-24T22:00:00Z");
    assertThat(onlyRunning().key().trigger())
        .isEqualTo(new Trigger.Scheduled(Instant.parse("2026-10-24T22:00:00Z")));
  }

  private void passTo(String time) {
    world.now = Instant.parse(time);
    world.reconcile();
  }

  private HotCopyRun onlyRunning() {
    List<HotCopyRun> running =
        world.runs.values().stream().filter(run -> run.job().running()).toList();
    assertThat(running).hasSize(1);
    return running.getFirst();
  }

  private Run lastFull() {
    return world.status.orElseThrow().storageManagers().getFirst().lastFull();
  }

  private static List<String> dueTimes(PolicyPlan plan) {
    return plan.hotCopies().stream().map(it -> it.key().trigger().toString()).toList();
  }

  private static Schedules hourly(String timeZone, String startingDeadline) {
    return schedules(timeZone, "0 * * * *", startingDeadline);
  }

  private static Schedules schedules(String timeZone, String cron, String startingDeadline) {
    return new Schedules(timeZone, new Schedule(cron, startingDeadline, null), null, null);
  }
}
