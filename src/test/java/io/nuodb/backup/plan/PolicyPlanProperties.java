package io.nuodb.backup.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.nuodb.backup.api.BackupPolicySpec.OnDemand;
import io.nuodb.backup.api.BackupPolicySpec.Schedule;
import io.nuodb.backup.api.BackupPolicySpec.Schedules;
import io.nuodb.backup.api.HotCopyType;
import io.nuodb.backup.job.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What must hold of a policy's plans whatever happens around them. */
class PolicyPlanProperties {
  private static final List<String> CRONS =
      List.of("*/5 * * * *", "*/7 * * * *", "0 * * * *", "10,40 * * * *", "30 1 * * *");
  private static final List<Cause> FAILURES =
      List.of(
          Cause.HotCopyFailed,
          Cause.HotCopyContention,
          Cause.StorageManagerLost,
          Cause.BackupSetRefused,
          Cause.HotCopyCancelled,
          Cause.BackupVolumeFull);

  private static final List<String> ZONES =
      List.of("UTC", "Europe/London", "America/New_York", "Australia/Lord_Howe");

  /** Crashes, lost results, deleted Jobs, edits, outages: nothing forbidden ever starts. */
  @Property(tries = 60)
  void nothingForbiddenStarts(@ForAll long seed) {
    var random = new Random(seed);
    World world = world(random);
    for (int step = 0; step < 120; step++) {
      happen(world, random);
      switch (random.nextInt(5)) {
        case 0 -> world.reconcileAndCrash();
        case 1 -> world.reconcileTwiceFromOneLook();
        default -> checkOneStartEach(world.reconcile());
      }
    }
  }

  /** Every due time is started, missed, superseded, or the one that still waits. */
  @Property(tries = 40)
  void everyDueTimeIsAccountedFor(@ForAll long seed) throws Exception {
    var random = new Random(seed);
    World world = world(random);
    for (int step = 0; step < 80; step++) {
      advance(world, random);
      toggleReadiness(world, random);
      endSomething(world, random, false);
      if (random.nextInt(5) == 0) {
        world.reconcileAndCrash();
      } else {
        world.reconcile();
      }
    }
    world.reconcile();
    for (String pod : world.ready.keySet()) {
      for (HotCopyType type : PolicySchedules.SCHEDULED) {
        checkAccount(world, pod, type);
      }
    }
  }

  /** After any outage, at most the newest due time is made up for. */
  @Property(tries = 30)
  void anOutageIsFollowedByOneRunAtMost(@ForAll long seed) {
    var random = new Random(seed);
    World world = world(random);
    world.reconcile();
    world.now = world.now.plus(Duration.ofMinutes(random.nextInt(10_000)));
    Map<String, Integer> starts = new HashMap<>();
    for (int pass = 0; pass < 5; pass++) {
      world.reconcile().hotCopies().stream()
          .filter(it -> it.key().attempt() == 1)
          .forEach(it -> starts.merge(it.unit().name() + it.key().type(), 1, Integer::sum));
      endEverything(world);
    }
    assertThat(starts.values()).allMatch(count -> count == 1);
  }

  private static World world(Random random) {
    List<String> pods =
        List.of("sm-demo-hotcopy-0", "sm-demo-hotcopy-1").subList(0, 1 + random.nextInt(2));
    Instant created =
        Instant.parse("2026-03-28T00:00:00Z").plus(Duration.ofDays(random.nextInt(220)));
    return new World(created, pods, schedules(random));
  }

  private static Schedules schedules(Random random) {
    return new Schedules(
        ZONES.get(random.nextInt(ZONES.size())),
        schedule(random),
        schedule(random),
        schedule(random));
  }

  private static Schedule schedule(Random random) {
    if (random.nextInt(6) == 0) {
      return null;
    }
    String deadline = random.nextBoolean() ? null : (1 + random.nextInt(30)) + "m";
    return new Schedule(CRONS.get(random.nextInt(CRONS.size())), deadline, null);
  }

  private static void happen(World world, Random random) {
    advance(world, random);
    toggleReadiness(world, random);
    endSomething(world, random, true);
    switch (random.nextInt(12)) {
      case 0 ->
          world.spec(
              world.spec.schedules(),
              new OnDemand("full-" + world.now, random.nextBoolean() ? "at-" + world.now : null),
              null);
      case 1 -> world.spec(schedules(random), world.spec.onDemand(), null);
      case 2 -> world.spec(world.spec.schedules(), world.spec.onDemand(), random.nextBoolean());
      default -> {}
    }
  }

  private static void advance(World world, Random random) {
    int most = random.nextInt(10) == 0 ? 3000 : 12;
    world.now = world.now.plus(Duration.ofSeconds(random.nextInt(60 * most)));
  }

  private static void toggleReadiness(World world, Random random) {
    if (random.nextInt(4) == 0) {
      world.ready.replaceAll((_, _) -> random.nextInt(4) > 0);
    }
  }

  private static void endSomething(World world, Random random, boolean deleting) {
    for (HotCopyRun run : List.copyOf(world.runs.values())) {
      if (run.job().running()) {
        switch (random.nextInt(8)) {
          case 0, 1, 2 -> world.succeed(run);
          case 3 -> world.fail(run, FAILURES.get(random.nextInt(FAILURES.size())));
          case 4 -> world.loseResult(run);
          case 5 -> {
            boolean known =
                world.status.isPresent()
                    && run.targets().stream()
                        .allMatch(it -> it.set().map(world.sets::containsKey).orElse(false));
            if (deleting && known && recordedAsRunning(world, run)) {
              world.delete(run);
            }
          }
          default -> {}
        }
      }
    }
    for (Inspection inspection : List.copyOf(world.inspections.values())) {
      if (inspection.job().running() && random.nextInt(3) > 0) {
        world.answer(inspection, random.nextBoolean());
      }
    }
  }

  /** A Job that nobody ever recorded and that is deleted again leaves no trace to follow. */
  private static boolean recordedAsRunning(World world, HotCopyRun run) {
    return world.status.orElseThrow().running().stream()
        .anyMatch(it -> it.job().equals(run.job().name()));
  }

  private static void endEverything(World world) {
    for (HotCopyRun run : List.copyOf(world.runs.values())) {
      if (run.job().running()) {
        world.succeed(run);
      }
    }
  }

  private static void checkOneStartEach(PolicyPlan plan) {
    assertThat(plan.hotCopies())
        .extracting(launch -> launch.unit().name() + "/" + launch.type())
        .doesNotHaveDuplicates();
  }

  private static void checkAccount(World world, String pod, HotCopyType type) throws Exception {
    Optional<PolicySchedules.InForce> schedule = PolicySchedules.of(world.spec).of(type);
    if (schedule.isEmpty()) {
      return;
    }
    long due = 0;
    Optional<Instant> time = schedule.get().schedule().nextAfter(world.created);
    Optional<Instant> newest = Optional.empty();
    while (!time.orElseThrow().isAfter(world.now)) {
      due++;
      newest = time;
      time = schedule.get().schedule().nextAfter(time.get());
    }
    long started =
        world.started.keySet().stream()
            .filter(key -> key.unit().equals(Optional.of(pod)) && key.type() == type)
            .filter(key -> key.attempt() == 1)
            .count();
    long unstarted = world.unstarted.getOrDefault(pod + "/" + type, 0L);
    Instant answered =
        Optional.ofNullable(
                Units.recorded(world.look(), pod).orElseThrow().answeredUntil().of(type))
            .orElse(world.created);
    long waiting = newest.filter(it -> it.isAfter(answered)).isPresent() ? 1 : 0;
    assertThat(started + unstarted + waiting)
        .as("%s of %s: %d started, %d not, %d waiting", type, pod, started, unstarted, waiting)
        .isEqualTo(due);
  }
}
