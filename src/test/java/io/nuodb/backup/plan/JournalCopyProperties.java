package io.nuodb.backup.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.nuodb.backup.api.BackupPolicySpec.OnDemand;
import io.nuodb.backup.api.BackupPolicySpec.Rotation;
import io.nuodb.backup.api.BackupPolicySpec.Schedule;
import io.nuodb.backup.api.BackupPolicySpec.Schedules;
import io.nuodb.backup.api.BackupSetStatus;
import io.nuodb.backup.api.HotCopyType;
import io.nuodb.backup.job.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** Journals that nobody copies fill the storage manager's disk: nothing else may hold them up. */
class JournalCopyProperties {
  private static final Instant CREATED = Instant.parse("2026-04-18T22:00:00Z");
  private static final Duration STEP = Duration.ofMinutes(5);

  /** Whatever fulls and incrementals do, fail, or wait for, and whatever takes their places. */
  @Property(tries = 12, shrinking = ShrinkingMode.OFF)
  void everyReadyStorageManagerWithASetCopiesItsJournalAtEachDueTime(@ForAll long seed) {
    var random = new Random(seed);
    var schedules =
        new Schedules(
            null,
            new Schedule(random.nextBoolean() ? "*/5 * * * *" : "*/20 * * * *", null, null),
            new Schedule("*/5 * * * *", null, random.nextBoolean() ? true : null, null),
            new Schedule("*/5 * * * *", random.nextBoolean() ? "1m" : null, null));
    var world = new World(CREATED, List.of("sm-0", "sm-1"), schedules);
    world.rotation(new Rotation(2, 2, null));
    world.pods.values().forEach(pod -> pod.keepsJournals = true);
    var accidents = new Accidents(world, random);
    for (int step = 0; step < 80; step++) {
      world.now = world.now.plus(STEP);
      accidents.podsFailAndReturn();
      world.pods.values().forEach(pod -> pod.synced = false);
      edit(world, random);
      List<SimulatedPod> able =
          world.pods.values().stream().filter(pod -> pod.ready && hasSet(world, pod)).toList();
      world.reconcile();
      for (SimulatedPod pod : able) {
        checkStarted(world, pod);
      }
      endJournals(world);
      accidents.hotCopiesEnd(false);
      endJournals(world);
    }
  }

  /** After a SYNC the incremental that resumes them comes at once, and the journal right after. */
  @Property(tries = 10, shrinking = ShrinkingMode.OFF)
  void aSyncIsFollowedByAnIncrementalAndTheJournal(@ForAll long seed) {
    var random = new Random(seed);
    var schedules =
        new Schedules(
            null,
            new Schedule("0 0 * * *", null, null),
            random.nextBoolean() ? new Schedule("0 * * * *", null, null) : null,
            new Schedule("*/5 * * * *", null, null));
    var world = new World(CREATED, List.of("sm-0"), schedules);
    world.pods.get("sm-0").keepsJournals = true;
    var accidents = new Accidents(world, random);
    for (int step = 0; step < 60; step++) {
      world.now = world.now.plus(STEP);
      boolean synced = random.nextInt(5) == 0 && hasSet(world, world.pods.get("sm-0"));
      world.pods.get("sm-0").synced = synced;
      world.reconcile();
      for (int pass = 0; pass < 3; pass++) {
        accidents.everythingEnds();
        world.now = world.now.plusSeconds(1);
        world.reconcile();
      }
      world.now = world.now.minusSeconds(3);
      if (synced) {
        assertThat(attempts(world))
            .containsSubsequence(HotCopyType.JOURNAL, HotCopyType.INCREMENTAL, HotCopyType.JOURNAL);
        assertThat(world.runs.get(last(world)).job().result().orElseThrow().succeeded()).isTrue();
      }
    }
  }

  private static void edit(World world, Random random) {
    switch (random.nextInt(8)) {
      case 0 -> world.spec(world.spec.schedules(), new OnDemand("at-" + world.now, null), null);
      case 1 ->
          world.slots =
              new HotCopySlots(
                  Map.of(HotCopyType.FULL, 1, HotCopyType.INCREMENTAL, 1, HotCopyType.SIMPLE, 1),
                  Map.of(HotCopyType.FULL, 1, HotCopyType.INCREMENTAL, random.nextInt(2)),
                  Map.of(HotCopyType.INCREMENTAL, List.of(CREATED)));
      case 2 -> world.slots = HotCopySlots.UNLIMITED;
      default -> {}
    }
  }

  /** The engine answers journal hot copies before the next is due; now and then one fails. */
  private static void endJournals(World world) {
    for (HotCopyRun run : List.copyOf(world.runs.values())) {
      boolean journal = run.type() == HotCopyType.JOURNAL;
      if (journal && run.job().running()) {
        if (run.hashCode() % 5 == 0) {
          world.fail(run, Cause.HotCopyFailed);
        } else {
          world.succeed(run);
        }
      }
    }
  }

  private static boolean hasSet(World world, SimulatedPod pod) {
    return world.sets.values().stream()
        .filter(set -> set.type() == BackupSetStatus.Type.Full)
        .filter(set -> set.storageManager().pod().equals(pod.name))
        .anyMatch(set -> set.completeSince().isPresent());
  }

  private static void checkStarted(World world, SimulatedPod pod) {
    var key =
        new RunKey(
            "uid", Optional.of(pod.name), HotCopyType.JOURNAL, new Trigger.Scheduled(world.now), 1);
    assertThat(world.started).as("journal of %s at %s", pod.name, world.now).containsKey(key);
    assertThat(world.started.get(key).type()).isEqualTo(HotCopyType.JOURNAL);
  }

  private static List<HotCopyType> attempts(World world) {
    return Attempts.of(world.look(), world.runs.get(last(world)).key()).runs().stream()
        .map(HotCopyRun::type)
        .toList();
  }

  private static String last(World world) {
    return world.runs.values().stream()
        .filter(run -> run.key().type() == HotCopyType.JOURNAL)
        .reduce((one, other) -> other)
        .orElseThrow()
        .job()
        .name();
  }
}
