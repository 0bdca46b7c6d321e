package io.nuodb.backup.plan;

import io.nuodb.backup.api.HotCopyType;
import java.time.Instant;
import java.util.List;

/** The sets that hot copies make which start now. */
final class NewSets {
  private final PolicyObservation policy;
  private final Instant now;

  NewSets(PolicyObservation policy, Instant now) {
    this.policy = policy;
    this.now = now;
  }

  /** One for each of the unit's pods. */
  List<HotCopyTarget> targets(Unit unit, HotCopyType type) {
    return unit.active().stream().map(it -> target(it, type)).toList();
  }

  private HotCopyTarget target(ObservedStorageManager storageManager, HotCopyType type) {
    String name =
        SetNames.of(
            policy.uid(),
            policy.spec().database().name(),
            storageManager.pod(),
            Units.storageManagers(policy, now).stream().map(ObservedStorageManager::pod).toList(),
            now,
            type == HotCopyType.SIMPLE ? "-" + type.text() : "",
            candidate -> policy.set(candidate).isPresent());
    return new HotCopyTarget(
        name, SetPlace.in(storageManager.backupVolume().orElseThrow(), name), null);
  }
}
