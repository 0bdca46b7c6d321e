package io.nuodb.backup.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.nuodb.backup.api.BackupPolicySpec.Schedule;
import io.nuodb.backup.api.BackupPolicySpec.Schedules;
import io.nuodb.backup.api.HotCopyType;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;

/** Storage managers that take turns. */
class TurnsTest {
  private static final Instant CREATED = Instant.parse("2026-04-18T21:40:00Z");

  private World world;
  private Accidents accidents;

  /** The documents' example: archive 0 at even hours, archive 2 at odd ones, day after day. */
  @Test
  void twoArchivesOfAnHourlyScheduleTakeEvenAndOddHours() {
    start(List.of("sm-0", "sm-2"));
    for (int hour = 1; hour <= 24 * 3; hour++) {
      passAnHour(hour % 7 == 0);
    }
    assertThat(turns()).hasSize(24 * 3);
    turns().forEach((time, pod) -> assertThat(pod).isEqualTo(odd(time) ? "sm-2" : "sm-0"));
  }

  /** By the id of the archive, not by the name of the pod. */
  @Test
  void theFirstTurnIsOfTheLowestArchive() {
    world = new World(CREATED, List.of("b", "a"), hourly());
    accidents = new Accidents(world, null);
    assertThat(world.pods.get("b").archiveId).isZero();
    world.reconcile();
    world.reconcile();
    passAnHour(false);
    assertThat(turns().values()).containsExactly("b");
  }

  @Test
  void oneThatIsDownPassesItsTurnAndTakesTheNextOnceItIsBack() {
    start(List.of("sm-0", "sm-1", "sm-2"));
    passAnHour(false);
    world.pods.get("sm-1").ready = false;
    for (int hour = 0; hour < 3; hour++) {
      passAnHour(false);
    }
    world.pods.get("sm-1").ready = true;
    for (int hour = 0; hour < 3; hour++) {
      passAnHour(false);
    }
    assertThat(turns().values())
        .containsExactly("sm-0", "sm-2", "sm-0", "sm-2", "sm-1", "sm-0", "sm-2");
  }

  /** A turn that was given by an operator that died before it could say so counts as one. */
  @Test
  void aCrashAndALongPauseChangeNoOrder() {
    start(List.of("sm-0", "sm-1"));
    toNextHour();
    world.reconcileAndCrash();
    accidents.everythingEnds();
    world.now = world.now.plus(Duration.ofHours(1));
    world.reconcile();
    assertThat(turns().values()).containsExactly("sm-0", "sm-1");
  }

  /** Those that are always there share all turns evenly, whoever comes and goes beside them. */
  @Property(tries = 10, shrinking = ShrinkingMode.OFF)
  void turnsAreShared(@ForAll long seed) {
    var random = new Random(seed);
    start(List.of("sm-0", "sm-1", "sm-2", "sm-3"));
    for (int hour = 0; hour < 60; hour++) {
      world.pods.get("sm-2").ready = random.nextInt(3) > 0;
      switch (random.nextInt(10)) {
        case 0 -> world.removePod("sm-3");
        case 1 -> {
          if (!world.pods.containsKey("sm-3")) {
            world.addPod("sm-3");
          }
        }
        default -> {}
      }
      passAnHour(random.nextInt(4) == 0);
      if (random.nextInt(8) == 0) {
        world.now = world.now.plus(Duration.ofHours(random.nextInt(9)));
      }
    }
    Map<String, Integer> counts = new HashMap<>();
    turns().values().forEach(pod -> counts.merge(pod, 1, Integer::sum));
    assertThat(counts.get("sm-0") - counts.get("sm-1")).isBetween(-1, 1);
    assertThat(counts.get("sm-2")).isLessThanOrEqualTo(counts.get("sm-0") + 1);
  }

  private void start(List<String> pods) {
    world = new World(CREATED, pods, hourly());
    accidents = new Accidents(world, null);
    world.reconcile();
    world.reconcile();
  }

  private void toNextHour() {
    world.now = world.now.plus(Duration.ofHours(1)).truncatedTo(ChronoUnit.HOURS);
  }

  private void passAnHour(boolean crash) {
    toNextHour();
    if (crash) {
      world.reconcileAndCrash();
    }
    world.reconcile();
    accidents.everythingEnds();
    world.reconcile();
  }

  /** Whose turn each due time of fulls was. */
  private Map<Instant, String> turns() {
    Map<Instant, String> turns = new LinkedHashMap<>();
    world.started.forEach(
        (key, run) -> {
          assertThat(key.unit()).isEmpty();
          assertThat(key.type()).isEqualTo(HotCopyType.FULL);
          String before =
              turns.put(((Trigger.Scheduled) key.trigger()).time(), run.targets().getFirst().pod());
          assertThat(before).isNull();
        });
    assertThat(new ArrayList<>(turns.keySet()))
        .isEqualTo(List.copyOf(new TreeSet<>(turns.keySet())));
    return turns;
  }

  private static boolean odd(Instant time) {
    return time.getEpochSecond() / 3600 % 2 == 1;
  }

  private static Schedules hourly() {
    return new Schedules(null, new Schedule("0 * * * *", null, true, null), null, null);
  }
}
