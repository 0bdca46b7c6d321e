package io.nuodb.backup.plan;

import io.nuodb.backup.api.BackupPolicySpec.Mode;
import io.nuodb.backup.api.BackupPolicyStatus;
import io.nuodb.backup.api.BackupSetStatus;
import io.nuodb.backup.api.BackupSetStatus.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Which sets the hot copies of a unit may go to (NuoDB docs, Using Backup Sets). */
final class SetChoice {
  /** By then a full hot copy has initialised its set: that is the first thing it does. */
  private static final Duration INITIALISATION = Duration.ofSeconds(30);

  private final PolicyObservation policy;
  private final Instant now;

  SetChoice(PolicyObservation policy, Instant now) {
    this.policy = policy;
    this.now = now;
  }

  /**
   * The sets that an incremental adds to, one for each of the unit's pods, all of one collection;
   * empty when a pod has none.
   */
  Optional<List<ObservedSet>> forIncremental(Unit unit) {
    for (ObservedSet first : complete(unit.active().getFirst())) {
      List<ObservedSet> sets = new ArrayList<>(List.of(first));
      for (ObservedStorageManager other : unit.active().subList(1, unit.active().size())) {
        complete(other).stream()
            .filter(set -> collection(set).equals(collection(first)))
            .findFirst()
            .ifPresent(sets::add);
      }
      if (sets.size() == unit.active().size()) {
        return Optional.of(sets);
      }
    }
    return Optional.empty();
  }

  /** The newest set whose full is complete; it must lie where the pod can still reach it. */
  Optional<ObservedSet> newestComplete(ObservedStorageManager storageManager) {
    return sets(storageManager).stream()
        .filter(set -> set.completeSince().isPresent())
        .max(Comparator.comparing(set -> set.completeSince().orElseThrow()));
  }

  /** The newest one that may be initialised, as far as one knows without reading the volume. */
  Optional<ObservedSet> newestInitialised(ObservedStorageManager storageManager) {
    return sets(storageManager).stream()
        .filter(set -> set.completeSince().isPresent() || mayBeInitialised(set))
        .max(Comparator.comparing(ObservedSet::creationTime));
  }

  /**
   * A full initialises its set first of all. One that failed may have got that far; only where an
   * agent reads the volume is that worth a try.
   */
  private boolean mayBeInitialised(ObservedSet set) {
    if (set.phase() == Phase.Failed) {
      return policy.spec().storageManagers().mode() != Mode.Coordinated;
    }
    return policy.runs().stream()
        .filter(run -> run.job().name().equals(set.hotCopyJob()))
        .allMatch(run -> run.job().notStarted().isEmpty() && !now.isBefore(initialised(set)));
  }

  private static Instant initialised(ObservedSet set) {
    return set.creationTime().plus(INITIALISATION);
  }

  /** When a set that is being made counts as initialised; empty when none is. */
  Optional<Instant> nextInitialised(ObservedStorageManager storageManager) {
    return sets(storageManager).stream()
        .filter(set -> set.phase() == Phase.Initializing)
        .map(set -> now.isBefore(initialised(set)) ? initialised(set) : now.plus(INITIALISATION))
        .min(Instant::compareTo);
  }

  private List<ObservedSet> complete(ObservedStorageManager storageManager) {
    return sets(storageManager).stream()
        .filter(set -> set.completeSince().isPresent())
        .sorted(
            Comparator.comparing((ObservedSet set) -> set.completeSince().orElseThrow()).reversed())
        .toList();
  }

  private List<ObservedSet> sets(ObservedStorageManager storageManager) {
    Optional<Integer> served =
        Units.recorded(policy, storageManager.pod())
            .map(BackupPolicyStatus.StorageManager::archiveId);
    return policy.sets().stream()
        .filter(
            set ->
                set.type() == BackupSetStatus.Type.Full
                    && storageManager.pod().equals(set.storageManager().pod())
                    && reachable(storageManager, set)
                    && ofTheSameArchive(served, set))
        .toList();
  }

  private static boolean reachable(ObservedStorageManager storageManager, ObservedSet set) {
    return storageManager
        .backupVolume()
        .map(BackupSetStatus.StorageManager::persistentVolumeClaim)
        .filter(claim -> claim.equals(set.storageManager().persistentVolumeClaim()))
        .isPresent();
  }

  /** A new archive on the old backup volume shares nothing with the sets there. */
  private static boolean ofTheSameArchive(Optional<Integer> served, ObservedSet set) {
    Optional<Integer> copied = set.status().map(status -> status.storageManager().archiveId());
    return served.isEmpty() || copied.isEmpty() || served.equals(copied);
  }

  /** Sets of independent hot copies need nothing in common. */
  private String collection(ObservedSet set) {
    return policy.spec().storageManagers().mode() == Mode.Coordinated
        ? Objects.requireNonNullElse(
            set.status().map(BackupSetStatus::collectionId).orElse(null), "")
        : "";
  }
}
