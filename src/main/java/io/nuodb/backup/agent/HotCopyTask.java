package io.nuodb.backup.agent;

import io.nuodb.backup.nuodb.ElementName;
import io.nuodb.backup.nuodb.HotCopyId;
import io.nuodb.backup.nuodb.HotCopyType;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One run of a hot copy, of which there must be one however many pods work on it.
 *
 * @param targets the archives, several for a coordinated hot copy
 * @param mounted the one of them whose backup volume the agent's pod mounts
 * @param maxRate bytes per second and storage manager, unlimited when empty
 * @param partialStorageGroups whether the archives need not hold all storage groups together
 * @param notBefore incremental and journal hot copies that began earlier are none of this run's
 * @param deadline when the hot copy is cancelled
 * @param known the run's hot copy, where whoever asks knows it
 * @param mayStart false when the run is only to be looked after
 */
record HotCopyTask(
    String database,
    HotCopyType type,
    List<Target> targets,
    Optional<Target> mounted,
    Optional<Long> maxRate,
    boolean partialStorageGroups,
    Instant notBefore,
    Instant deadline,
    Optional<HotCopyId> known,
    boolean mayStart) {
  HotCopyTask {
    targets = List.copyOf(targets);
    // NuoDB tells whole seconds: a hot copy seems to begin up to a second before it was asked for.
    notBefore = notBefore.truncatedTo(ChronoUnit.SECONDS);
  }

  boolean coordinated() {
    return targets.size() > 1;
  }

  List<String> pods() {
    return targets.stream().map(Target::pod).toList();
  }

  /** The run as the log and messages name it. */
  String title() {
    return type.text() + " hot copy of " + String.join(", ", pods());
  }

  /** Where it goes, as the log and messages name it. */
  String place() {
    return targets.stream()
        .map(target -> target.destination().toString())
        .distinct()
        .collect(Collectors.joining(", "));
  }

  /** Whether the elements of its type are told apart by their numbers. */
  boolean numbered() {
    return type == HotCopyType.INCREMENTAL || type == HotCopyType.JOURNAL;
  }

  /**
   * Whether a hot copy that made or makes an element of one of the target's sets may be this run's.
   * A full hot copy is, whenever it began: its directory is the run's own. An element's number
   * tells in the set of the last one before the run; in others, as without one, only its begin
   * does.
   *
   * @param begin when it began, where that is told
   */
  boolean mayHaveMade(Target target, Path set, ElementName element, Optional<Instant> begin) {
    if (element.type() != type) {
      return false;
    }
    if (!numbered()) {
      return true;
    }
    return target
        .afterElement()
        .filter(after -> after.isIn(set))
        .map(after -> after.isBefore(element))
        .orElseGet(() -> begin.map(this::hasBegunAt).orElse(true));
  }

  /** Whether what began then is not older than the run. */
  boolean hasBegunAt(Instant begin) {
    return !begin.isBefore(notBefore);
  }

  boolean overdue(Instant now) {
    return !now.isBefore(deadline);
  }
}
