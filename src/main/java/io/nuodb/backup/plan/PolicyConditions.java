package io.nuodb.backup.plan;

import io.nuodb.backup.api.BackupPolicySpec;
import io.nuodb.backup.api.BackupPolicyStatus;
import io.nuodb.backup.api.Condition;
import io.nuodb.backup.plan.Conditions.State;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How well a policy is set up: the first of its faults, in the order in which a person fixes them.
 */
record PolicyConditions(State state, String reason, String message) {
  static PolicyConditions of(
      PolicyObservation policy,
      PolicySchedules schedules,
      Optional<BackupPolicyStatus.Discovery> discovery) {
    if (!schedules.faults().isEmpty()) {
      return new PolicyConditions(
          State.STALLED, Reason.InvalidSchedule.name(), String.join("; ", schedules.faults()));
    }
    if (policy.units().isEmpty()) {
      return new PolicyConditions(
          State.WAITING,
          Reason.NoStorageManagers.name(),
          "spec.storageManagers.selector matches no storage manager's pod in this namespace");
    }
    String unmounted =
        policy.units().stream()
            .filter(unit -> unit.backupVolume().isEmpty())
            .map(Unit::pod)
            .sorted()
            .collect(Collectors.joining(", "));
    if (!unmounted.isEmpty()) {
      return new PolicyConditions(
          State.WAITING,
          Reason.BackupRootNotMounted.name(),
          "no PersistentVolumeClaim is mounted at or above spec.backupRoot %s in %s"
              .formatted(
                  Objects.requireNonNullElse(
                      policy.spec().backupRoot(), BackupPolicySpec.DEFAULT_BACKUP_ROOT),
                  unmounted));
    }
    return discovered(policy, discovery);
  }

  private static PolicyConditions discovered(
      PolicyObservation policy, Optional<BackupPolicyStatus.Discovery> discovery) {
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
    if (Boolean.TRUE.equals(policy.spec().suspend())) {
      return new PolicyConditions(
          State.READY, Reason.Suspended.name(), "spec.suspend is true: no hot copy starts");
    }
    return new PolicyConditions(
        State.READY,
        Reason.Configured.name(),
        "hot copies of %d storage managers are planned".formatted(policy.units().size()));
  }

  List<Condition> asList(PolicyObservation policy, Instant now) {
    List<Condition> before = policy.status().map(BackupPolicyStatus::conditions).orElse(List.of());
    return Conditions.of(before, state, reason, message, policy.generation(), now);
  }
}
