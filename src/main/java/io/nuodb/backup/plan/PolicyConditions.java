package io.nuodb.backup.plan;

import io.nuodb.backup.api.BackupPolicySpec.Redundancy;
import io.nuodb.backup.api.BackupPolicyStatus;
import io.nuodb.backup.api.Condition;
import io.nuodb.backup.plan.Conditions.State;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How well a policy is set up: the first of its faults, in the order in which a person fixes them.
 */
record PolicyConditions(State state, String reason, String message) {
  static PolicyConditions of(
      PolicyObservation policy,
      PolicySchedules schedules,
      List<Unit> units,
      Optional<BackupPolicyStatus.Discovery> discovery) {
    if (!schedules.faults().isEmpty()) {
      return new PolicyConditions(
          State.STALLED, Reason.InvalidSchedule.name(), String.join("; ", schedules.faults()));
    }
    if (policy.storageManagers().isEmpty()) {
      return new PolicyConditions(
          State.WAITING,
          Reason.NoStorageManagers.name(),
          "spec.storageManagers.selector matches no storage manager's pod in this namespace");
    }
    if (!policy.rivals().isEmpty()) {
      return new PolicyConditions(
          State.STALLED, Reason.OverlappingPolicy.name(), overlaps(policy.rivals()));
    }
    String unmounted =
        policy.storageManagers().stream()
            .filter(it -> it.backupVolume().isEmpty())
            .map(ObservedStorageManager::pod)
            .sorted()
            .collect(Collectors.joining(", "));
    if (!unmounted.isEmpty()) {
      return new PolicyConditions(
          State.WAITING,
          Reason.BackupRootNotMounted.name(),
          "no PersistentVolumeClaim is mounted at or above spec.backupRoot %s in %s"
              .formatted(policy.backupRoot(), unmounted));
    }
    Optional<PolicyConditions> zones = zones(policy);
    return zones.isPresent() ? zones.get() : discovered(policy, units, discovery);
  }

  private static String overlaps(Map<String, String> rivals) {
    return rivals.entrySet().stream()
        .map(rival -> "BackupPolicy %s backs up pod %s".formatted(rival.getValue(), rival.getKey()))
        .sorted()
        .collect(Collectors.joining("; "));
  }

  private static Optional<PolicyConditions> zones(PolicyObservation policy) {
    Redundancy redundancy = policy.spec().storageManagers().redundancy();
    if (redundancy == null) {
      return Optional.empty();
    }
    String unknown =
        policy.storageManagers().stream()
            .filter(it -> it.zone().isEmpty())
            .map(ObservedStorageManager::pod)
            .sorted()
            .collect(Collectors.joining(", "));
    return unknown.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new PolicyConditions(
                State.WAITING,
                Reason.ZoneUnknown.name(),
                "label %s is not on %s: backed up as if in no failure domain"
                    .formatted(redundancy.topologyKey(), unknown)));
  }

  private static PolicyConditions discovered(
      PolicyObservation policy,
      List<Unit> units,
      Optional<BackupPolicyStatus.Discovery> discovery) {
    if (discovery.isEmpty()) {
      return new PolicyConditions(
          State.RECONCILING,
          Reason.Discovering.name(),
          "asking the admin process for the archives of the storage managers");
    }
    String reason = discovery.get().reason();
    if (reason != null) {
      return new PolicyConditions(
          State.WAITING, reason, discovery.get().message() + "; it is asked again");
    }
    if (policy.suspended()) {
      return new PolicyConditions(
          State.READY, Reason.Suspended.name(), "spec.suspend is true: no hot copy starts");
    }
    String standIns =
        units.stream()
            .filter(Unit::standsIn)
            .map(
                unit ->
                    "; %s stands in for %s, which is not Ready"
                        .formatted(unit.pods(), unit.primary().pod()))
            .collect(Collectors.joining());
    return new PolicyConditions(
        State.READY,
        Reason.Configured.name(),
        "hot copies of "
            + Counted.of(
                units.stream().mapToInt(unit -> unit.active().size()).sum(),
                "storage manager",
                "storage managers")
            + " are planned"
            + standIns);
  }

  List<Condition> asList(PolicyObservation policy, Instant now) {
    return Conditions.of(before(policy), state, reason, message, policy.generation(), now);
  }

  /** With the others beside them. */
  List<Condition> asList(PolicyObservation policy, List<Aspect> others, Instant now) {
    return Stream.concat(
            asList(policy, now).stream(),
            others.stream().map(it -> Conditions.of(before(policy), it, policy.generation(), now)))
        .toList();
  }

  /** With the others as they were. */
  List<Condition> besideOthers(PolicyObservation policy, Instant now) {
    return Stream.concat(asList(policy, now).stream(), Conditions.others(before(policy)).stream())
        .toList();
  }

  private static List<Condition> before(PolicyObservation policy) {
    return policy.status().map(BackupPolicyStatus::conditions).orElse(List.of());
  }
}
