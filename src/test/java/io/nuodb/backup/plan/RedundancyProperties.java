package io.nuodb.backup.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.nuodb.backup.api.BackupPolicySpec.Redundancy;
import io.nuodb.backup.api.BackupPolicySpec.Schedule;
import io.nuodb.backup.api.BackupPolicySpec.Schedules;
import io.nuodb.backup.api.BackupPolicySpec.StorageManagers;
import io.nuodb.backup.api.BackupPolicyStatus.Role;
import io.nuodb.backup.api.BackupPolicyStatus.StorageManager;
import io.nuodb.backup.api.HotCopyType;
import io.nuodb.backup.api.PodSelector;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** Some storage managers in each zone are backed up, and others stand by for them. */
class RedundancyProperties {
  private static final Instant CREATED = Instant.parse("2026-04-18T22:00:00Z");
  private static final int PODS = 6;

  @Property(tries = 25, shrinking = ShrinkingMode.OFF)
  void whoIsBackedUp(@ForAll long seed) {
    var random = new Random(seed);
    int perTopology = 1 + random.nextInt(2);
    World world = world(random, perTopology);
    var accidents = new Accidents(world, random);
    world.reconcile();
    world.reconcile();
    world.reconcile();
    Map<String, Role> before = roles(world);
    for (int step = 0; step < 60; step++) {
      world.now = world.now.plus(Duration.ofMinutes(1 + random.nextInt(8)));
      accidents.podsFailAndReturn();
      accidents.hotCopiesEnd(false);
      PolicyPlan plan = world.reconcile();
      assertThat(roles(world)).as("roles stay").isEqualTo(before);
      checkRoles(world, perTopology);
      plan.hotCopies().forEach(launch -> checkLaunch(world, launch));
    }
  }

  private static World world(Random random, int perTopology) {
    var schedules =
        new Schedules(
            null,
            new Schedule("*/30 * * * *", null, null),
            new Schedule("*/5 * * * *", null, null),
            new Schedule("*/5 * * * *", null, null));
    var world = new World(CREATED, List.of(), schedules);
    for (int i = 0; i < PODS; i++) {
      SimulatedPod pod = world.addPod("sm-" + i);
      pod.zone = Optional.of("zone-" + i % 2);
      pod.keepsJournals = random.nextInt(3) == 0;
    }
    world.storageManagers(
        new StorageManagers(
            new PodSelector(Map.of(), null), null, new Redundancy("zone", perTopology)));
    return world;
  }

  private static Map<String, Role> roles(World world) {
    Map<String, Role> roles = new HashMap<>();
    world.status.orElseThrow().storageManagers().forEach(it -> roles.put(it.pod(), it.role()));
    return roles;
  }

  private static void checkRoles(World world, int perTopology) {
    Map<String, Long> primaries =
        world.status.orElseThrow().storageManagers().stream()
            .filter(it -> it.role() == Role.Primary && !it.keepsJournals())
            .collect(Collectors.groupingBy(StorageManager::zone, Collectors.counting()));
    for (String zone : List.of("zone-0", "zone-1")) {
      long candidates =
          world.pods.values().stream()
              .filter(pod -> pod.zone.get().equals(zone) && !pod.keepsJournals)
              .count();
      assertThat(primaries.getOrDefault(zone, 0L)).isEqualTo(Math.min(perTopology, candidates));
    }
    for (SimulatedPod pod : world.pods.values()) {
      if (pod.keepsJournals) {
        assertThat(roles(world).get(pod.name)).as("keeps journals").isEqualTo(Role.Primary);
      }
    }
  }

  /** On a primary, or on one that stands in for a primary of its zone that is down. */
  private static void checkLaunch(World world, HotCopyLaunch launch) {
    SimulatedPod pod = world.pods.get(launch.targets().getFirst().pod());
    SimulatedPod primary = world.pods.get(launch.unit().primary().pod());
    assertThat(launch.unit().standsIn()).isEqualTo(pod != primary);
    if (pod != primary) {
      assertThat(primary.ready).isFalse();
      assertThat(primary.zone).isEqualTo(pod.zone);
      assertThat(roles(world).get(pod.name)).isEqualTo(Role.Standby);
    }
    if (launch.type() == HotCopyType.JOURNAL) {
      assertThat(pod.keepsJournals).as("journal hot copies are enabled").isTrue();
    }
  }

  /** What a stand-in has no set for starts with a full of its own. */
  @Property(tries = 10, shrinking = ShrinkingMode.OFF)
  void aStandInStartsWithAFullAndHandsBack(@ForAll long seed) {
    var random = new Random(seed);
    World world = world(random, 1);
    world.pods.values().forEach(pod -> pod.keepsJournals = false);
    var accidents = new Accidents(world, random);
    passFiveMinutes(world, accidents);
    passFiveMinutes(world, accidents);
    SimulatedPod primary = primary(world);

    primary.ready = false;
    HotCopyLaunch first = incremental(passFiveMinutes(world, accidents), primary);
    assertThat(first.type()).isEqualTo(HotCopyType.FULL);
    assertThat(first.unit().standsIn()).isTrue();
    HotCopyLaunch second = incremental(passFiveMinutes(world, accidents), primary);
    assertThat(second.type()).isEqualTo(HotCopyType.INCREMENTAL);
    assertThat(second.targets().getFirst().pod()).isEqualTo(first.targets().getFirst().pod());

    primary.ready = true;
    HotCopyLaunch back = incremental(passFiveMinutes(world, accidents), primary);
    assertThat(back.type()).isEqualTo(HotCopyType.INCREMENTAL);
    assertThat(back.targets().getFirst().pod()).isEqualTo(primary.name);
  }

  private static SimulatedPod primary(World world) {
    return world.pods.get(
        world.status.orElseThrow().storageManagers().stream()
            .filter(it -> it.role() == Role.Primary && it.zone().equals("zone-0"))
            .findFirst()
            .orElseThrow()
            .pod());
  }

  private static PolicyPlan passFiveMinutes(World world, Accidents accidents) {
    world.now = world.now.plus(Duration.ofMinutes(5));
    PolicyPlan plan = world.reconcile();
    for (int pass = 0; pass < 3; pass++) {
      accidents.everythingEnds();
      world.reconcile();
    }
    return plan;
  }

  private static HotCopyLaunch incremental(PolicyPlan plan, SimulatedPod primary) {
    return plan.hotCopies().stream()
        .filter(it -> it.key().type() == HotCopyType.INCREMENTAL)
        .filter(it -> it.unit().name().equals(primary.zone.orElseThrow()))
        .findFirst()
        .orElseThrow();
  }
}
