package io.nuodb.backup.plan;

import io.nuodb.backup.api.BackupPolicySpec.Mode;
import io.nuodb.backup.api.BackupPolicySpec.Redundancy;
import io.nuodb.backup.api.BackupPolicyStatus;
import io.nuodb.backup.api.BackupPolicyStatus.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The units of a policy, from its selected pods and those that were selected a short while ago. A
 * pod that is being replaced misses its due times as one that is not Ready.
 */
final class Units {
  /** How long a pod that is gone counts as a unit that is down, and not as one removed. */
  static final Duration ABSENCE = Duration.ofHours(1);

  /** The name of the group where nothing divides the storage managers. */
  private static final String ONE_GROUP = "all";

  private final PolicyObservation policy;

  private Units(PolicyObservation policy) {
    this.policy = policy;
  }

  static List<Unit> of(PolicyObservation policy, Instant now) {
    var units = new Units(policy);
    List<ObservedStorageManager> all = storageManagers(policy, now);
    Redundancy redundancy = policy.spec().storageManagers().redundancy();
    if (policy.spec().storageManagers().mode() == Mode.Coordinated) {
      return groups(all, redundancy != null);
    }
    return redundancy == null
        ? all.stream().map(Unit::of).toList()
        : units.perZone(all, Objects.requireNonNullElse(redundancy.perTopology(), 1));
  }

  /** Selected ones and those that are gone for a short while, by pod. */
  static List<ObservedStorageManager> storageManagers(PolicyObservation policy, Instant now) {
    List<ObservedStorageManager> all = new ArrayList<>(policy.storageManagers());
    for (BackupPolicyStatus.StorageManager recorded : recorded(policy)) {
      boolean selected =
          policy.storageManagers().stream().anyMatch(it -> it.pod().equals(recorded.pod()));
      Instant since = Objects.requireNonNullElse(recorded.absentSince(), now);
      if (!selected && now.isBefore(since.plus(ABSENCE))) {
        all.add(
            new ObservedStorageManager(
                recorded.pod(),
                "",
                since,
                false,
                Optional.ofNullable(recorded.zone()),
                Optional.empty()));
      }
    }
    all.sort(Comparator.comparing(ObservedStorageManager::pod));
    return all;
  }

  private static List<Unit> groups(List<ObservedStorageManager> all, boolean divided) {
    Map<String, List<ObservedStorageManager>> groups = new TreeMap<>();
    for (ObservedStorageManager it : all) {
      String group = divided ? it.zone().orElse(ONE_GROUP) : ONE_GROUP;
      groups.computeIfAbsent(group, _ -> new ArrayList<>()).add(it);
    }
    return groups.entrySet().stream()
        .map(
            group ->
                new Unit(
                    group.getKey(),
                    group.getValue(),
                    group.getValue().getFirst(),
                    group.getValue()))
        .toList();
  }

  /**
   * Storage managers that keep their journals are each a unit, as are those in no known zone: a
   * journal that nobody copies would fill its volume.
   */
  private List<Unit> perZone(List<ObservedStorageManager> all, int perZone) {
    List<Unit> units = new ArrayList<>();
    Map<String, List<ObservedStorageManager>> zones = new TreeMap<>();
    for (ObservedStorageManager it : all) {
      if (it.zone().isEmpty() || keepsJournals(it)) {
        units.add(Unit.of(it));
      } else {
        zones.computeIfAbsent(it.zone().get(), _ -> new ArrayList<>()).add(it);
      }
    }
    zones.forEach((zone, members) -> units.addAll(ofZone(zone, members, perZone)));
    return units;
  }

  private List<Unit> ofZone(String zone, List<ObservedStorageManager> members, int perZone) {
    List<ObservedStorageManager> left =
        new ArrayList<>(members.stream().sorted(preference()).toList());
    List<String> names = new ArrayList<>();
    List<ObservedStorageManager> primaries = new ArrayList<>();
    for (int i = 1; i <= Math.min(perZone, members.size()); i++) {
      String name = perZone == 1 ? zone : zone + "/" + i;
      ObservedStorageManager primary =
          left.stream().filter(it -> isPrimaryOf(name, it)).findFirst().orElseGet(left::getFirst);
      left.remove(primary);
      names.add(name);
      primaries.add(primary);
    }
    List<Unit> units = new ArrayList<>();
    for (int i = 0; i < primaries.size(); i++) {
      units.add(withStandby(names.get(i), primaries.get(i), members, left));
    }
    return units;
  }

  private static Unit withStandby(
      String name,
      ObservedStorageManager primary,
      List<ObservedStorageManager> members,
      List<ObservedStorageManager> standbys) {
    Optional<ObservedStorageManager> standIn =
        primary.ready()
            ? Optional.empty()
            : standbys.stream().filter(ObservedStorageManager::ready).findFirst();
    standIn.ifPresent(standbys::remove);
    return new Unit(name, members, primary, List.of(standIn.orElse(primary)));
  }

  /** Those first that were primary before, then those with a set to add to. */
  private Comparator<ObservedStorageManager> preference() {
    return Comparator.comparing((ObservedStorageManager it) -> !isPrimary(it))
        .thenComparing(
            it ->
                recorded(policy, it.pod())
                    .map(BackupPolicyStatus.StorageManager::currentSet)
                    .isEmpty())
        .thenComparing(it -> !it.ready())
        .thenComparing(ObservedStorageManager::pod);
  }

  private boolean isPrimary(ObservedStorageManager it) {
    return recorded(policy, it.pod()).filter(before -> before.role() == Role.Primary).isPresent();
  }

  private boolean isPrimaryOf(String unit, ObservedStorageManager it) {
    return recorded(policy, it.pod())
        .filter(before -> before.role() == Role.Primary && unit.equals(before.unit()))
        .isPresent();
  }

  private boolean keepsJournals(ObservedStorageManager it) {
    return recorded(policy, it.pod())
        .map(BackupPolicyStatus.StorageManager::keepsJournals)
        .orElse(false);
  }

  static List<BackupPolicyStatus.StorageManager> recorded(PolicyObservation policy) {
    return policy.status().map(BackupPolicyStatus::storageManagers).orElse(List.of());
  }

  static Optional<BackupPolicyStatus.StorageManager> recorded(
      PolicyObservation policy, String pod) {
    for (BackupPolicyStatus.StorageManager recorded : recorded(policy)) {
      if (recorded.pod().equals(pod)) {
        return Optional.of(recorded);
      }
    }
    return Optional.empty();
  }

  /** What is on record of a unit, in the entries of its pods. */
  static List<BackupPolicyStatus.StorageManager> recordedOf(PolicyObservation policy, String unit) {
    return recorded(policy).stream()
        .filter(it -> unit.equals(Objects.requireNonNullElse(it.unit(), it.pod())))
        .toList();
  }
}
