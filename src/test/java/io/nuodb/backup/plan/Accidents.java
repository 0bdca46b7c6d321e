package io.nuodb.backup.plan;

import io.nuodb.backup.job.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/** What happens to a world at random. */
final class Accidents {
  private final World world;
  private final Random random;
  private final RandomPolicies policies;

  Accidents(World world, Random random) {
    this.world = world;
    this.random = random;
    this.policies = new RandomPolicies(random);
  }

  void timePasses() {
    int most = random.nextInt(10) == 0 ? 3000 : 12;
    world.now = world.now.plus(Duration.ofSeconds(random.nextInt(60 * most)));
  }

  /** To the past or to the future, and perhaps never back. */
  void theClockJumps() {
    long minutes = random.nextInt(20) == 0 ? 60 * 24 * 400 : random.nextInt(6000);
    world.now = world.now.plus(Duration.ofMinutes(random.nextBoolean() ? minutes : -minutes));
    world.forgetGuards();
  }

  void podsFailAndReturn() {
    if (random.nextInt(4) == 0) {
      world.pods.values().forEach(pod -> pod.ready = random.nextInt(4) > 0);
    }
    if (random.nextInt(6) == 0) {
      world.pods.values().forEach(pod -> pod.synced |= random.nextInt(3) == 0);
    }
  }

  void podsAreReplaced() {
    int number = random.nextInt(5);
    String pod = "sm-demo-hotcopy-" + number;
    if (world.pods.size() > 1 && world.pods.containsKey(pod)) {
      world.removePod(pod);
    } else if (!world.pods.containsKey(pod)) {
      policies.shape(world.addPod(pod));
    }
  }

  void thePolicyIsEdited() {
    Instant now = world.now;
    switch (random.nextInt(5)) {
      case 0 -> world.spec(world.spec.schedules(), policies.tokens(now), null);
      case 1 -> world.spec(policies.schedules(), world.spec.onDemand(), null);
      case 2 -> world.spec(world.spec.schedules(), world.spec.onDemand(), random.nextBoolean());
      case 3 -> world.storageManagers(policies.storageManagers());
      default -> world.slots = policies.slots();
    }
  }

  /** Some of what runs ends, well or not. */
  void hotCopiesEnd(boolean byHandToo) {
    for (HotCopyRun run : List.copyOf(world.runs.values())) {
      if (!run.job().running()) {
        continue;
      }
      switch (random.nextInt(8)) {
        case 0, 1, 2 -> world.succeed(run);
        case 3 -> world.fail(run, Cause.values()[random.nextInt(Cause.values().length)]);
        case 4 -> world.loseResult(run);
        case 5 -> {
          if (byHandToo && onRecord(run)) {
            world.delete(run);
          }
        }
        case 6 -> world.leavePending(run);
        default -> {}
      }
    }
    for (Inspection inspection : List.copyOf(world.inspections.values())) {
      if (inspection.job().running() && random.nextInt(3) > 0) {
        world.answer(inspection, random.nextBoolean());
      }
    }
  }

  /** A Job that nobody ever recorded and that is deleted again leaves no trace to follow. */
  private boolean onRecord(HotCopyRun run) {
    boolean sets =
        run.targets().stream().allMatch(it -> it.set().map(world.sets::containsKey).orElse(false));
    return sets
        && world.status.stream()
            .flatMap(status -> status.running().stream())
            .anyMatch(it -> it.job().equals(run.job().name()));
  }

  void everythingEnds() {
    for (HotCopyRun run : List.copyOf(world.runs.values())) {
      if (run.job().running()) {
        world.succeed(run);
      }
    }
    for (Inspection inspection : List.copyOf(world.inspections.values())) {
      if (inspection.job().running()) {
        world.answer(inspection, true);
      }
    }
  }
}
