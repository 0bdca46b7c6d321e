package io.nuodb.backup.plan;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a due time is answered for: a pod, a failure domain of which one pod is backed up, or a
 * group of pods that have one coordinated hot copy. It keeps its name when another pod stands in,
 * so that no due time is answered twice.
 *
 * @param members all pods that belong to it
 * @param primary the pod that is backed up while it is up; of a group any one
 * @param active those that a hot copy started now would run on
 */
public record Unit(
    String name,
    List<ObservedStorageManager> members,
    ObservedStorageManager primary,
    List<ObservedStorageManager> active) {
  static Unit of(ObservedStorageManager storageManager) {
    return new Unit(
        storageManager.pod(), List.of(storageManager), storageManager, List.of(storageManager));
  }

  /** Whether another pod takes the place of the primary, which is down. */
  public boolean standsIn() {
    return !active.contains(primary);
  }

  Instant creationTime() {
    return members.stream()
        .map(ObservedStorageManager::creationTime)
        .min(Instant::compareTo)
        .orElseThrow();
  }

  /** The active pods' names, for messages. */
  public String pods() {
    return active.stream().map(ObservedStorageManager::pod).collect(Collectors.joining(", "));
  }
}
