package io.nuodb.backup.plan;

import io.nuodb.backup.api.BackupPolicySpec.Mode;
import io.nuodb.backup.api.BackupPolicySpec.OnDemand;
import io.nuodb.backup.api.BackupPolicySpec.Redundancy;
import io.nuodb.backup.api.BackupPolicySpec.Rotation;
import io.nuodb.backup.api.BackupPolicySpec.Schedule;
import io.nuodb.backup.api.BackupPolicySpec.Schedules;
import io.nuodb.backup.api.BackupPolicySpec.StorageManagers;
import io.nuodb.backup.api.HotCopyType;
import io.nuodb.backup.api.PodSelector;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/** Policies over a few storage managers in two zones, in every form that a spec can give them. */
final class RandomPolicies {
  private static final List<String> CRONS =
      List.of("*/5 * * * *", "*/7 * * * *", "0 * * * *", "10,40 * * * *", "30 1 * * *");
  private static final List<String> TIME_ZONES =
      List.of(
          "UTC", "Europe/London", "America/New_York", "Australia/Lord_Howe", "Antarctica/Troll");

  private final Random random;

  RandomPolicies(Random random) {
    this.random = random;
  }

  World world() {
    Instant created =
        Instant.parse("2026-03-28T00:00:00Z").plus(Duration.ofDays(random.nextInt(220)));
    List<String> pods =
        IntStream.rangeClosed(0, random.nextInt(4)).mapToObj(i -> "sm-demo-hotcopy-" + i).toList();
    var world = new World(created, pods, schedules());
    world.pods.values().forEach(this::shape);
    world.storageManagers(storageManagers());
    world.rotation(rotation());
    world.slots = slots();
    return world;
  }

  void shape(SimulatedPod pod) {
    pod.zone = random.nextInt(8) == 0 ? Optional.empty() : Optional.of("zone-" + random.nextInt(2));
    pod.keepsJournals = random.nextInt(4) == 0 ? null : random.nextInt(3) > 0;
  }

  StorageManagers storageManagers() {
    Mode mode = random.nextInt(3) == 0 ? Mode.Coordinated : null;
    Integer perTopology = mode == null && random.nextBoolean() ? 1 + random.nextInt(2) : null;
    Redundancy redundancy =
        random.nextBoolean() ? new Redundancy("topology.kubernetes.io/zone", perTopology) : null;
    return new StorageManagers(new PodSelector(Map.of(), null), mode, redundancy);
  }

  Schedules schedules() {
    return new Schedules(
        TIME_ZONES.get(random.nextInt(TIME_ZONES.size())), schedule(), schedule(), schedule());
  }

  private Schedule schedule() {
    if (random.nextInt(6) == 0) {
      return null;
    }
    String deadline = random.nextBoolean() ? null : (1 + random.nextInt(30)) + "m";
    Boolean interleave = random.nextInt(3) == 0 ? true : null;
    return new Schedule(CRONS.get(random.nextInt(CRONS.size())), deadline, interleave, null);
  }

  private Rotation rotation() {
    return random.nextBoolean()
        ? null
        : new Rotation(
            random.nextBoolean() ? 1 + random.nextInt(5) : null,
            random.nextBoolean() ? 1 + random.nextInt(5) : null,
            random.nextBoolean() ? 2.0 : null);
  }

  OnDemand tokens(Instant now) {
    return new OnDemand(token(now), token(now), token(now), token(now));
  }

  private String token(Instant now) {
    return random.nextBoolean() ? "at-" + now : null;
  }

  /** Other policies may take all places of a type. */
  HotCopySlots slots() {
    if (random.nextBoolean()) {
      return HotCopySlots.UNLIMITED;
    }
    Map<HotCopyType, Integer> limits = new EnumMap<>(HotCopyType.class);
    Map<HotCopyType, Integer> running = new EnumMap<>(HotCopyType.class);
    for (HotCopyType type : HotCopyType.values()) {
      if (random.nextInt(3) == 0) {
        limits.put(type, 1 + random.nextInt(2));
        running.put(type, random.nextInt(2));
      }
    }
    return new HotCopySlots(limits, running, Map.of());
  }
}
