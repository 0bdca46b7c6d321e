package io.nuodb.backup.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.nuodb.backup.api.HotCopyType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** What must hold of a policy's plans whatever happens around them. */
class PolicyPlanProperties {
  /** Crashes, lost results, deleted Jobs, edits, outages: nothing forbidden ever starts. */
  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  void nothingForbiddenStarts(@ForAll long seed) {
    var random = new Random(seed);
    World world = new RandomPolicies(random).world();
    var accidents = new Accidents(world, random);
    for (int step = 0; step < 120; step++) {
      accidents.timePasses();
      accidents.podsFailAndReturn();
      accidents.hotCopiesEnd(true);
      switch (random.nextInt(12)) {
        case 0, 1, 2 -> accidents.thePolicyIsEdited();
        case 3 -> accidents.podsAreReplaced();
        default -> {}
      }
      switch (random.nextInt(5)) {
        case 0 -> world.reconcileAndCrash();
        case 1 -> world.reconcileTwiceFromOneLook();
        default -> checkOneStartEach(world.reconcile());
      }
    }
  }

  /** However wrong the clock is for a while, at last it is right and every schedule goes on. */
  @Property(tries = 30, shrinking = ShrinkingMode.OFF)
  void aClockThatJumpsStopsNoSchedule(@ForAll long seed) {
    var random = new Random(seed);
    World world = new RandomPolicies(random).world();
    var accidents = new Accidents(world, random);
    for (int step = 0; step < 40; step++) {
      accidents.timePasses();
      accidents.hotCopiesEnd(false);
      if (random.nextInt(8) == 0) {
        accidents.theClockJumps();
      }
      checkOneStartEach(world.reconcile());
    }
    world.pods.values().forEach(pod -> pod.ready = true);
    world.slots = HotCopySlots.UNLIMITED;
    world.rotation(null);
    for (int hour = 0; hour < 5; hour++) {
      world.now = world.now.plus(Duration.ofHours(1));
      settle(world, accidents);
    }
    for (HotCopyType type : PolicySchedules.SCHEDULED) {
      Optional<PolicySchedules.InForce> schedule = PolicySchedules.of(world.spec).of(type);
      Optional<Instant> due = schedule.flatMap(it -> it.schedule().nextAfter(world.now));
      if (due.isPresent() && !suspendedJournals(world, type)) {
        settle(world, accidents);
        world.now = due.get();
        world.reconcile();
        assertThat(world.started.keySet())
            .as("a %s hot copy at %s: %s", type, due.get(), world.status.orElseThrow().waiting())
            .anyMatch(it -> it.type() == type && triggeredAt(it).equals(due));
      }
    }
  }

  private static void settle(World world, Accidents accidents) {
    for (int pass = 0; pass < 4; pass++) {
      accidents.everythingEnds();
      world.reconcile();
    }
  }

  private static boolean suspendedJournals(World world, HotCopyType type) {
    return type == HotCopyType.JOURNAL
        && world.pods.values().stream().anyMatch(pod -> Boolean.FALSE.equals(pod.keepsJournals));
  }

  /** Every due time is started, missed, superseded, or the one that still waits. */
  @Property(tries = 40, shrinking = ShrinkingMode.OFF)
  void everyDueTimeIsAccountedFor(@ForAll long seed) throws Exception {
    var random = new Random(seed);
    World world = new RandomPolicies(random).world();
    var accidents = new Accidents(world, random);
    settle(world, accidents); // Units are named once it is known who keeps journals.
    for (int step = 0; step < 80; step++) {
      accidents.timePasses();
      accidents.podsFailAndReturn();
      accidents.hotCopiesEnd(false);
      switch (random.nextInt(6)) {
        case 0 -> world.reconcileAndCrash();
        case 1 -> world.reconcileTwiceFromOneLook();
        default -> world.reconcile();
      }
    }
    world.reconcile();
    for (HotCopyType type : PolicySchedules.SCHEDULED) {
      Optional<PolicySchedules.InForce> schedule = PolicySchedules.of(world.spec).of(type);
      if (schedule.isPresent() && schedule.get().interleave()) {
        checkTurns(world, schedule.get());
      } else if (schedule.isPresent()) {
        for (Unit unit : Units.of(world.look(), world.now)) {
          checkUnit(world, schedule.get(), unit.name());
        }
      }
    }
  }

  /** After any outage, at most the newest due time is made up for. */
  @Property(tries = 40, shrinking = ShrinkingMode.OFF)
  void anOutageIsFollowedByOneRunAtMost(@ForAll long seed) {
    var random = new Random(seed);
    World world = new RandomPolicies(random).world();
    var accidents = new Accidents(world, random);
    world.rotation(null);
    world.reconcile();
    boolean ofTheOperator = random.nextBoolean();
    Instant end = world.now.plus(Duration.ofMinutes(random.nextInt(10_000)));
    while (!ofTheOperator && world.now.isBefore(end)) {
      world.pods.values().forEach(pod -> pod.ready = false);
      accidents.everythingEnds();
      world.now = world.now.plus(Duration.ofMinutes(1 + random.nextInt(60)));
      world.reconcile();
    }
    world.now = end;
    world.pods.values().forEach(pod -> pod.ready = true);
    Map<String, Integer> starts = new HashMap<>();
    for (int pass = 0; pass < 5; pass++) {
      world.reconcile().hotCopies().stream()
          .filter(it -> it.key().attempt() == 1)
          .forEach(
              it -> starts.merge(it.key().unit().orElse("") + it.key().type(), 1, Integer::sum));
      accidents.everythingEnds();
    }
    assertThat(starts.values()).allMatch(count -> count == 1);
  }

  private static void checkOneStartEach(PolicyPlan plan) {
    assertThat(plan.hotCopies())
        .extracting(launch -> launch.unit().name() + "/" + launch.type())
        .doesNotHaveDuplicates();
  }

  private static void checkUnit(World world, PolicySchedules.InForce schedule, String unit) {
    HotCopyType type = schedule.type();
    Instant answered =
        Optional.ofNullable(
                Units.recordedOf(world.look(), unit).getFirst().answeredUntil().of(type))
            .orElse(world.created);
    long missed = world.unstarted.getOrDefault(unit + "/" + type, 0L);
    check(world, schedule, Optional.of(unit), missed, answered);
  }

  private static void checkTurns(World world, PolicySchedules.InForce schedule) {
    long missed =
        world.unstarted.entrySet().stream()
            .filter(it -> it.getKey().endsWith("/" + schedule.type()))
            .mapToLong(Map.Entry::getValue)
            .sum();
    Instant answered =
        world.status.orElseThrow().schedules().stream()
            .filter(it -> it.type() == schedule.type())
            .findFirst()
            .map(it -> it.answeredUntil())
            .orElse(world.created);
    check(world, schedule, Optional.empty(), missed, answered);
  }

  private static void check(
      World world,
      PolicySchedules.InForce schedule,
      Optional<String> unit,
      long missed,
      Instant answered) {
    List<Instant> due = new ArrayList<>();
    Optional<Instant> time = schedule.schedule().nextAfter(world.created);
    while (!time.orElseThrow().isAfter(world.now)) {
      due.add(time.get());
      time = schedule.schedule().nextAfter(time.get());
    }
    long started =
        world.started.keySet().stream()
            .filter(key -> key.unit().equals(unit) && key.type() == schedule.type())
            .filter(key -> key.attempt() == 1 && triggeredAt(key).isPresent())
            .count();
    long waiting = !due.isEmpty() && due.getLast().isAfter(answered) ? 1 : 0;
    assertThat(started + missed + waiting)
        .as(
            "%s of %s: %d started, %d not, %d waiting",
            schedule.type(), unit, started, missed, waiting)
        .isEqualTo(due.size());
  }

  private static Optional<Instant> triggeredAt(RunKey key) {
    return key.trigger() instanceof Trigger.Scheduled(Instant time)
        ? Optional.of(time)
        : Optional.empty();
  }
}
