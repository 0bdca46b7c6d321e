package io.nuodb.backup.plan;

import io.nuodb.backup.api.BackupPolicyStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The units of a policy: selected pods, and those that were selected a short while ago. A pod that
 * is being replaced misses its due times as one that is not Ready.
 */
final class Units {
  /** How long a pod that is gone counts as a unit that is down, and not as one removed. */
  static final Duration ABSENCE = Duration.ofHours(1);

  private Units() {}

  static List<Unit> of(PolicyObservation policy, Instant now) {
    List<Unit> units = new ArrayList<>(policy.units());
    for (BackupPolicyStatus.StorageManager recorded : recorded(policy)) {
      boolean selected =
          policy.units().stream().anyMatch(unit -> unit.pod().equals(recorded.pod()));
      Instant since = Objects.requireNonNullElse(recorded.absentSince(), now);
      if (!selected && now.isBefore(since.plus(ABSENCE))) {
        units.add(new Unit(recorded.pod(), "", since, false, Optional.empty()));
      }
    }
    return units;
  }

  static List<BackupPolicyStatus.StorageManager> recorded(PolicyObservation policy) {
    return policy.status().map(BackupPolicyStatus::storageManagers).orElse(List.of());
  }

  static Optional<BackupPolicyStatus.StorageManager> recorded(
      PolicyObservation policy, String pod) {
    return recorded(policy).stream().filter(unit -> unit.pod().equals(pod)).findFirst();
  }
}
