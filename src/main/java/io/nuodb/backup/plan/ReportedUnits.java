package io.nuodb.backup.plan;

import io.nuodb.backup.api.BackupPolicySpec.Mode;
import io.nuodb.backup.api.BackupPolicyStatus.StorageManager;
import io.nuodb.backup.api.BackupPolicyStatus.Waiting;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The units that a policy answers for: not those that another policy backs up. */
final class ReportedUnits {
  private ReportedUnits() {}

  /**
   * @param storageManagers as the status is about to show them
   * @param waiting runs that are due and wait
   */
  static List<ReportedUnit> of(
      PolicyObservation policy, List<StorageManager> storageManagers, List<Waiting> waiting) {
    var copies = new GoodCopies(policy.sets());
    boolean together = policy.spec().storageManagers().mode() == Mode.Coordinated;
    Map<String, List<StorageManager>> members =
        storageManagers.stream()
            .collect(
                Collectors.groupingBy(BackupMeasures::unitOf, TreeMap::new, Collectors.toList()));
    members.values().removeIf(unit -> rivalled(policy, unit));
    return members.entrySet().stream()
        .map(
            unit ->
                new ReportedUnit(
                    unit.getKey(),
                    unit.getValue(),
                    together,
                    waiting.stream()
                        .filter(it -> it.unit() == null || unit.getKey().equals(it.unit()))
                        .toList(),
                    creationTime(policy, unit.getValue()),
                    copies))
        .toList();
  }

  private static boolean rivalled(PolicyObservation policy, List<StorageManager> unit) {
    return unit.stream().anyMatch(member -> policy.rivals().containsKey(member.pod()));
  }

  private static Instant creationTime(PolicyObservation policy, List<StorageManager> unit) {
    return policy.storageManagers().stream()
        .filter(found -> unit.stream().anyMatch(member -> member.pod().equals(found.pod())))
        .map(ObservedStorageManager::creationTime)
        .filter(Objects::nonNull)
        .min(Instant::compareTo)
        .orElse(Instant.MIN);
  }
}
