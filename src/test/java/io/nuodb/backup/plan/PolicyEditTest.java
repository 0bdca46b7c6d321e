package io.nuodb.backup.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.nuodb.backup.api.BackupPolicySpec.Mode;
import io.nuodb.backup.api.BackupPolicySpec.Redundancy;
import io.nuodb.backup.api.BackupPolicySpec.Schedule;
import io.nuodb.backup.api.BackupPolicySpec.Schedules;
import io.nuodb.backup.api.BackupPolicySpec.StorageManagers;
import io.nuodb.backup.api.PodSelector;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An edit of a policy takes effect at the next due time, and starts nothing by itself. */
class PolicyEditTest {
  private static final Instant CREATED = Instant.parse("2026-04-18T20:00:00Z");
  private static final PodSelector ALL = new PodSelector(Map.of(), null);
  private static final Redundancy ONE_PER_ZONE = new Redundancy("zone", 1);
  private static final Redundancy TWO_PER_ZONE = new Redundancy("zone", 2);

  private final World world = new World(CREATED, List.of("sm-0", "sm-1"), hourly(null));
  private final Accidents accidents = new Accidents(world, null);

  @BeforeEach
  void oneHourPassed() {
    world.pods.values().forEach(pod -> pod.zone = Optional.of("zone-a"));
    world.reconcile();
    passTo("2026-04-18T21:00:00Z");
    passTo("2026-04-18T21:20:00Z");
  }

  @Test
  void anUnsuspendedPolicyMakesUpForNothing() {
    world.spec(hourly(null), null, true);
    passTo("2026-04-18T21:30:00Z");
    passTo("2026-04-18T22:30:00Z");
    world.spec(hourly(null), null, null);
    assertThat(startedBy("2026-04-18T22:40:00Z")).isZero();
    assertThat(startedBy("2026-04-18T23:00:00Z")).isEqualTo(2);
  }

  @Test
  void anUnsuspendedScheduleMakesUpForNothing() {
    world.spec(suspended(), null, null);
    passTo("2026-04-18T21:30:00Z");
    passTo("2026-04-18T22:30:00Z");
    world.spec(hourly(null), null, null);
    assertThat(startedBy("2026-04-18T22:40:00Z")).isZero();
    assertThat(startedBy("2026-04-18T23:00:00Z")).isEqualTo(2);
  }

  @Test
  void anotherCronExpressionMakesUpForNothing() {
    var quarterly = new Schedule("*/15 * * * *", null, null);
    world.spec(new Schedules(null, quarterly, null, null), null, null);
    assertThat(startedBy("2026-04-18T21:20:30Z")).isZero();
    assertThat(startedBy("2026-04-18T21:30:00Z")).isEqualTo(2);
  }

  @Test
  void redundancyMakesUpForNothing() {
    world.storageManagers(new StorageManagers(ALL, null, ONE_PER_ZONE));
    assertThat(startedBy("2026-04-18T21:30:00Z")).isZero();
    assertThat(startedBy("2026-04-18T22:00:00Z")).isEqualTo(1);
    world.storageManagers(new StorageManagers(ALL, null, TWO_PER_ZONE));
    assertThat(startedBy("2026-04-18T22:30:00Z")).isZero();
    assertThat(startedBy("2026-04-18T23:00:00Z")).isEqualTo(2);
    world.storageManagers(new StorageManagers(ALL, null, null));
    assertThat(startedBy("2026-04-18T23:30:00Z")).isZero();
    assertThat(startedBy("2026-04-19T00:00:00Z")).isEqualTo(2);
  }

  @Test
  void coordinatedHotCopiesMakeUpForNothing() {
    world.storageManagers(new StorageManagers(ALL, Mode.Coordinated, null));
    assertThat(startedBy("2026-04-18T21:30:00Z")).isZero();
    assertThat(startedBy("2026-04-18T22:00:00Z")).isEqualTo(1);
    settle();
    world.storageManagers(new StorageManagers(ALL, null, null));
    assertThat(startedBy("2026-04-18T22:30:00Z")).isZero();
    assertThat(startedBy("2026-04-18T23:00:00Z")).isEqualTo(2);
  }

  /** As the pods of another role, that have run for long. */
  @Test
  void aSelectorThatTakesInMorePodsMakesUpForNothing() {
    SimulatedPod old = world.addPod("sm-2");
    old.created = CREATED.minus(Duration.ofDays(30));
    world.storageManagers(new StorageManagers(ALL, null, null));
    assertThat(startedBy("2026-04-18T21:30:00Z")).isZero();
    assertThat(startedBy("2026-04-18T22:00:00Z")).isEqualTo(3);
  }

  /** No edit, but the same: the unit gets another name, and its due times are answered. */
  @Test
  void aStorageManagerThatTurnsOutToKeepItsJournalsRunsNoDueTimeTwice() {
    world.storageManagers(new StorageManagers(ALL, null, ONE_PER_ZONE));
    world.pods.values().forEach(pod -> pod.keepsJournals = true);
    assertThat(startedBy("2026-04-18T22:00:00Z")).isEqualTo(1);
    assertThat(startedBy("2026-04-18T22:10:00Z")).isZero();
    assertThat(startedBy("2026-04-18T22:20:00Z")).isZero();
    assertThat(startedBy("2026-04-18T23:00:00Z")).isEqualTo(2);
  }

  @Test
  void aPodThatIsNewIsBackedUpFromTheNextDueTimeOn() {
    world.now = Instant.parse("2026-04-18T21:40:00Z");
    world.addPod("sm-2");
    assertThat(startedBy("2026-04-18T21:41:00Z")).isZero();
    assertThat(startedBy("2026-04-18T22:00:00Z")).isEqualTo(3);
  }

  /** What waits when the schedule changes is not forgotten in silence. */
  @Test
  void aDueTimeThatWaitsWhenItsScheduleChangesIsMissed() {
    world.pods.get("sm-1").ready = false;
    passTo("2026-04-18T22:00:00Z");
    world.spec(hourly("30m"), null, null);
    world.now = Instant.parse("2026-04-18T22:05:00Z");
    PolicyPlan plan = world.reconcile();
    assertThat(plan.unstarted())
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.unit()).isEqualTo("sm-1");
              assertThat(it.newest()).isEqualTo("2026-04-18T22:00:00Z");
              assertThat(it.reason()).isEqualTo(Reason.ScheduleChanged.name());
            });
    assertThat(world.reconcile().unstarted()).isEmpty();
  }

  private long startedBy(String time) {
    long before = world.started.size();
    passTo(time);
    return world.started.size() - before;
  }

  private void passTo(String time) {
    world.now = Instant.parse(time);
    world.reconcile();
    settle();
  }

  private void settle() {
    for (int pass = 0; pass < 3; pass++) {
      accidents.everythingEnds();
      world.reconcile();
    }
  }

  private static Schedules hourly(String startingDeadline) {
    return new Schedules(null, new Schedule("0 * * * *", startingDeadline, null), null, null);
  }

  private static Schedules suspended() {
    return new Schedules(null, new Schedule("0 * * * *", null, true), null, null);
  }
}
