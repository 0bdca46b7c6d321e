package io.nuodb.backup.plan;

import io.nuodb.backup.api.BackupPolicyStatus.Run;
import io.nuodb.backup.api.BackupPolicyStatus.RunState;
import io.nuodb.backup.api.BackupPolicyStatus.StorageManager;
import io.nuodb.backup.api.BackupPolicyStatus.Waiting;
import io.nuodb.backup.api.HotCopyType;
import io.nuodb.backup.plan.BackupMeasure.GoodCopy;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A unit as its policy's status is about to show it, and its good hot copies.
 *
 * @param together whether a hot copy is good only when it is for each member
 * @param waiting runs of the unit that are due and wait
 */
record ReportedUnit(
    String name,
    List<StorageManager> members,
    boolean together,
    List<Waiting> waiting,
    Instant creationTime,
    GoodCopies copies) {
  /** When the newest good hot copy of the type ended. */
  Optional<Instant> newestEnd(HotCopyType type) {
    if (!together) {
      return copies.last(members, type).map(GoodCopy::endTime);
    }
    List<Optional<Instant>> ends =
        members.stream()
            .map(member -> copies.last(List.of(member), type).map(GoodCopy::endTime))
            .toList();
    return ends.stream().allMatch(Optional::isPresent)
        ? ends.stream().flatMap(Optional::stream).min(Instant::compareTo)
        : Optional.empty();
  }

  /** The last run of the type, if it failed for good. */
  Optional<Run> failed(HotCopyType type) {
    return lastRun(type).filter(run -> run.state() == RunState.Failed);
  }

  Optional<Run> lastRun(HotCopyType type) {
    return members.stream()
        .map(member -> member.last(type))
        .filter(Objects::nonNull)
        .max(Comparator.comparing(Run::startTime));
  }

  /** Whether a run of one of the types is under way or waits. */
  boolean busy(List<HotCopyType> types) {
    Stream<Run> runs =
        members.stream()
            .flatMap(member -> types.stream().map(member::last))
            .filter(Objects::nonNull);
    return runs.anyMatch(run -> run.state() == RunState.Running || run.state() == RunState.Waiting)
        || waiting.stream().anyMatch(it -> types.contains(it.type()));
  }
}
