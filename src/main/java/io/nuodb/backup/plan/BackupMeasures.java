package io.nuodb.backup.plan;

import io.nuodb.backup.api.BackupPolicyStatus;
import io.nuodb.backup.api.BackupPolicyStatus.ObservedSchedule;
import io.nuodb.backup.api.BackupPolicyStatus.Run;
import io.nuodb.backup.api.BackupPolicyStatus.RunState;
import io.nuodb.backup.api.BackupPolicyStatus.Running;
import io.nuodb.backup.api.BackupPolicyStatus.StorageManager;
import io.nuodb.backup.api.HotCopyType;
import io.nuodb.backup.plan.BackupMeasure.GoodCopy;
import io.nuodb.backup.plan.BackupMeasure.MissedRun;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A policy's measures, from its status and its sets alone: a new operator tells the same. */
public final class BackupMeasures {
  private final PolicyObservation policy;
  private final BackupPolicyStatus status;
  private final PolicySchedules schedules;
  private final ExpectedIntervals intervals;
  private final Map<String, List<StorageManager>> units;
  private final GoodCopies copies;
  private final List<Unstarted> unstarted;

  private BackupMeasures(PolicyObservation policy, PolicyPlan reported) {
    this.policy = policy;
    this.status = reported.status();
    this.schedules = PolicySchedules.of(policy.spec());
    this.units =
        list(status.storageManagers()).stream()
            .collect(
                Collectors.groupingBy(BackupMeasures::unitOf, TreeMap::new, Collectors.toList()));
    this.intervals = new ExpectedIntervals(schedules, list(status.schedules()), units.size());
    this.copies = new GoodCopies(reported.sets());
    this.unstarted = reported.unstarted();
  }

  /**
   * Those of each unit and type that is scheduled or was ever run.
   *
   * @param reported what was written of the policy
   */
  public static List<BackupMeasure> of(PolicyObservation policy, PolicyPlan reported) {
    var measures = new BackupMeasures(policy, reported);
    List<BackupMeasure> all = new ArrayList<>();
    measures.units.forEach(
        (unit, members) -> {
          for (HotCopyType type : HotCopyType.values()) {
            measures.measure(unit, members, type).ifPresent(all::add);
          }
        });
    return all;
  }

  static String unitOf(StorageManager member) {
    return Objects.requireNonNullElse(member.unit(), member.pod());
  }

  private Optional<BackupMeasure> measure(
      String unit, List<StorageManager> members, HotCopyType type) {
    Optional<Run> last = lastRun(members, type);
    Optional<GoodCopy> good = copies.last(members, type);
    int running = running(members, type);
    boolean scheduled = schedules.of(type).isPresent();
    boolean journal = type == HotCopyType.JOURNAL && journalWritten();
    if (!scheduled && !journal && last.isEmpty() && good.isEmpty() && running == 0) {
      return Optional.empty();
    }
    return Optional.of(
        new BackupMeasure(
            unit,
            type,
            scheduledSince(members, type, good.isPresent()),
            intervals.ofUnit(type),
            nextRun(members, type),
            running,
            last.flatMap(run -> ended(members, type, run)),
            good,
            lastMissed(unit, members, type, last),
            journal ? copiedUpTo(members) : Optional.empty(),
            type == HotCopyType.JOURNAL
                ? JournalRoom.scarcest(members.stream()).map(JournalRoom::measure)
                : Optional.empty()));
  }

  private static Optional<Run> lastRun(List<StorageManager> members, HotCopyType type) {
    return runs(members, type).max(Comparator.comparing(Run::startTime));
  }

  private static Stream<Run> runs(List<StorageManager> members, HotCopyType type) {
    return members.stream().map(member -> member.last(type)).filter(Objects::nonNull);
  }

  /** A group's run is good when it is for each of them. */
  private static Optional<Boolean> ended(List<StorageManager> members, HotCopyType type, Run last) {
    List<RunState> states =
        runs(members, type)
            .filter(run -> Objects.equals(run.job(), last.job()))
            .map(Run::state)
            .toList();
    if (states.contains(RunState.Failed) || states.contains(RunState.Missed)) {
      return Optional.of(false);
    }
    return states.stream().allMatch(RunState.Succeeded::equals)
        ? Optional.of(true)
        : Optional.empty();
  }

  /** The status tells of one missed run only, perhaps of another type. */
  private Optional<MissedRun> lastMissed(
      String unit, List<StorageManager> members, HotCopyType type, Optional<Run> last) {
    Stream<MissedRun> missedNow =
        unstarted.stream()
            .filter(it -> it.unit().equals(unit) && it.type() == type)
            .filter(it -> it.state() == RunState.Missed)
            .map(it -> new MissedRun(it.newest(), it.reason()));
    Stream<MissedRun> recorded =
        members.stream()
            .map(StorageManager::lastMissed)
            .filter(missed -> missed != null && missed.type() == type)
            .map(missed -> new MissedRun(missed.time(), missed.reason()));
    Stream<MissedRun> obstructed =
        last.filter(run -> run.state() == RunState.Missed).stream()
            .map(run -> new MissedRun(run.scheduledTime(), run.reason()));
    return Stream.of(missedNow, recorded, obstructed)
        .flatMap(missed -> missed)
        .max(Comparator.comparing(MissedRun::due));
  }

  private int running(List<StorageManager> members, HotCopyType type) {
    return (int)
        list(status.running()).stream()
            .filter(running -> running.type() == type)
            .filter(
                running -> members.stream().anyMatch(member -> member.pod().equals(running.pod())))
            .map(Running::job)
            .distinct()
            .count();
  }

  /** A unit without any hot copy cannot have been backed up before it was there. */
  private Optional<Instant> scheduledSince(
      List<StorageManager> members, HotCopyType type, boolean copied) {
    Optional<Instant> inForce =
        list(status.schedules()).stream()
            .filter(schedule -> schedule.type() == type)
            .map(ObservedSchedule::since)
            .findFirst();
    Optional<Instant> created =
        policy.storageManagers().stream()
            .filter(found -> members.stream().anyMatch(member -> member.pod().equals(found.pod())))
            .map(ObservedStorageManager::creationTime)
            .min(Instant::compareTo);
    return copied ? inForce : inForce.map(since -> created.filter(since::isBefore).orElse(since));
  }

  private static Optional<Instant> nextRun(List<StorageManager> members, HotCopyType type) {
    return members.stream()
        .map(StorageManager::next)
        .filter(Objects::nonNull)
        .map(next -> next.of(type))
        .filter(Objects::nonNull)
        .min(Instant::compareTo);
  }

  /** A suspended journal schedule does not keep the journal from growing. */
  private boolean journalWritten() {
    return policy.spec().schedules() != null && policy.spec().schedules().journal() != null;
  }

  private Optional<Instant> copiedUpTo(List<StorageManager> members) {
    return Stream.of(
            copies.last(members, HotCopyType.FULL).map(GoodCopy::endTime),
            copies.last(members, HotCopyType.INCREMENTAL).map(GoodCopy::endTime),
            copies.last(members, HotCopyType.JOURNAL).map(GoodCopy::startTime))
        .flatMap(Optional::stream)
        .max(Instant::compareTo);
  }

  private static <T> List<T> list(List<T> list) {
    return Objects.requireNonNullElse(list, List.of());
  }
}
