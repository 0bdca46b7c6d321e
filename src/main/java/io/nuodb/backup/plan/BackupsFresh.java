package io.nuodb.backup.plan;

import io.nuodb.backup.api.BackupPolicySpec.Schedules;
import io.nuodb.backup.api.BackupPolicyStatus.Run;
import io.nuodb.backup.api.Condition.Status;
import io.nuodb.backup.api.HotCopyType;
import io.nuodb.backup.plan.Aspect.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The condition BackupsFresh: whether each unit's newest good full and incremental hot copies are
 * as young as their schedules let expect. A full does what an incremental does, and more.
 */
final class BackupsFresh {
  private static final String TYPE = "BackupsFresh";
  private static final List<HotCopyType> TYPES = List.of(HotCopyType.FULL, HotCopyType.INCREMENTAL);

  private final ExpectedIntervals intervals;
  private final List<Instant> wakeUps;
  private final Instant now;

  private BackupsFresh(ExpectedIntervals intervals, List<Instant> wakeUps, Instant now) {
    this.intervals = intervals;
    this.wakeUps = wakeUps;
    this.now = now;
  }

  /**
   * Empty where no full or incremental hot copies are scheduled, or there is nothing to copy.
   *
   * @param wakeUps gets when this changes by the passing of time alone
   */
  static Optional<Aspect> of(
      PolicyObservation policy,
      ExpectedIntervals intervals,
      List<ReportedUnit> units,
      List<Instant> wakeUps,
      Instant now) {
    Schedules written = policy.spec().schedules();
    if (written == null || written.full() == null && written.incremental() == null) {
      return Optional.empty();
    }
    List<HotCopyType> scheduled =
        TYPES.stream().filter(type -> intervals.since(type).isPresent()).toList();
    if (scheduled.isEmpty()) {
      return Optional.of(
          new Aspect(
              TYPE,
              Status.Unknown,
              Reason.Suspended.name(),
              "no schedule of full or incremental hot copies is in force"));
    }
    if (units.isEmpty()) {
      return Optional.empty();
    }
    var fresh = new BackupsFresh(intervals, wakeUps, now);
    List<Finding> findings = new ArrayList<>();
    for (ReportedUnit unit : units) {
      scheduled.forEach(type -> fresh.finding(unit, type).ifPresent(findings::add));
    }
    return Optional.of(
        Aspect.of(
            TYPE,
            findings,
            Reason.Fresh,
            ("every unit's newest good hot copy is younger than %d times the longest pause of"
                    + " its schedule")
                .formatted(ExpectedIntervals.ALLOWED)));
  }

  private Optional<Finding> finding(ReportedUnit unit, HotCopyType type) {
    Optional<Instant> newest =
        doing(type).stream().flatMap(it -> unit.newestEnd(it).stream()).max(Instant::compareTo);
    return newest.isPresent() ? old(unit, type, newest.get()) : Optional.of(none(unit, type));
  }

  private static List<HotCopyType> doing(HotCopyType type) {
    return type == HotCopyType.FULL ? List.of(type) : TYPES;
  }

  private static String named(HotCopyType type) {
    return type == HotCopyType.FULL ? "full" : "full or incremental";
  }

  private Optional<Finding> old(ReportedUnit unit, HotCopyType type, Instant newest) {
    Duration allowed = intervals.allowed(type).orElseThrow();
    Instant tooOld = newest.plus(allowed);
    if (now.isBefore(tooOld)) {
      wakeUps.add(tooOld);
      return Optional.empty();
    }
    String since =
        "the newest good %s hot copy of %s ended at %s and was to be followed by %s"
            .formatted(named(type), unit.name(), newest, tooOld);
    return Optional.of(
        failed(unit, doing(type))
            .filter(run -> run.startTime().isAfter(newest))
            .map(
                run ->
                    new Finding(
                        Status.False,
                        Reason.LastHotCopyFailed,
                        "%s: the last one failed: %s".formatted(since, run.reason())))
            .orElseGet(() -> new Finding(Status.False, Reason.BackupTooOld, since)));
  }

  private static Optional<Run> failed(ReportedUnit unit, List<HotCopyType> types) {
    return types.stream().flatMap(type -> unit.failed(type).stream()).findFirst();
  }

  private Finding none(ReportedUnit unit, HotCopyType type) {
    Instant due =
        intervals
            .firstDue(
                type,
                Stream.of(intervals.since(type).orElseThrow(), unit.creationTime())
                    .max(Instant::compareTo)
                    .orElseThrow())
            .orElse(Instant.MAX);
    boolean dueYet = !now.isBefore(due);
    if (!dueYet) {
      wakeUps.add(due);
    }
    String none =
        "there is no good %s hot copy of %s; the first was due by %s"
            .formatted(named(type), unit.name(), due);
    boolean busy = unit.busy(doing(type));
    Optional<Run> failed = busy ? Optional.empty() : failed(unit, doing(type));
    if (failed.isPresent()) {
      return new Finding(
          Status.False,
          Reason.LastHotCopyFailed,
          "there is no good %s hot copy of %s: the last one failed: %s"
              .formatted(named(type), unit.name(), failed.get().reason()));
    }
    return dueYet && !busy
        ? new Finding(Status.False, Reason.NoBackupYet, none)
        : new Finding(
            Status.Unknown,
            Reason.NoBackupYet,
            "there is no good %s hot copy of %s yet; the first is due by %s"
                .formatted(named(type), unit.name(), due));
  }
}
