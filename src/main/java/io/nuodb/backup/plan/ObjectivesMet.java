package io.nuodb.backup.plan;

import io.nuodb.backup.api.BackupPolicyStatus.ObservedSchedule;
import io.nuodb.backup.api.BackupPolicyStatus.Recoverable;
import io.nuodb.backup.api.BackupPolicyStatus.StorageManager;
import io.nuodb.backup.api.Condition.Status;
import io.nuodb.backup.api.HotCopyType;
import io.nuodb.backup.plan.Aspect.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The condition ObjectivesMet: whether {@code spec.objectives} are, and whether they can be. */
final class ObjectivesMet {
  private static final String TYPE = "ObjectivesMet";

  private final PolicyObservation policy;
  private final PolicySchedules schedules;
  private final ExpectedIntervals intervals;
  private final List<StorageManager> storageManagers;
  private final Optional<Recoverable> recoverable;

  /**
   * @param storageManagers as the status is about to show them
   */
  ObjectivesMet(
      PolicyObservation policy,
      PolicySchedules schedules,
      ExpectedIntervals intervals,
      List<StorageManager> storageManagers,
      Optional<Recoverable> recoverable) {
    this.policy = policy;
    this.schedules = schedules;
    this.intervals = intervals;
    this.storageManagers = storageManagers;
    this.recoverable = recoverable;
  }

  /**
   * Empty without objectives.
   *
   * @param wakeUps gets when this changes by the passing of time alone
   */
  Optional<Aspect> at(Instant now, List<ObservedSchedule> inForce, List<Instant> wakeUps) {
    if (schedules.rpo().isEmpty() && schedules.rto().isEmpty()) {
      return Optional.empty();
    }
    List<Finding> findings = new ArrayList<>();
    schedules.rpo().ifPresent(rpo -> unreachable(rpo).ifPresent(findings::add));
    schedules.rpo().ifPresent(rpo -> missed(rpo, inForce, wakeUps, now).ifPresent(findings::add));
    schedules.rto().ifPresent(rto -> findings.addAll(slow(rto)));
    return Optional.of(
        Aspect.of(TYPE, findings, Reason.ObjectivesMet, "what spec.objectives ask for is so"));
  }

  private Optional<Finding> unreachable(Duration rpo) {
    Optional<HotCopyType> best = best();
    if (best.isEmpty()) {
      return Optional.of(
          new Finding(
              Status.False,
              Reason.ObjectiveUnreachable,
              "no schedule is in force that could meet spec.objectives.rpo, "
                  + Durations.format(rpo)));
    }
    Duration pause = intervals.pause(best.get()).orElseThrow();
    return pause.compareTo(rpo) <= 0
        ? Optional.empty()
        : Optional.of(
            new Finding(
                Status.False,
                Reason.ObjectiveUnreachable,
                ("spec.schedules.%s leaves up to %s between hot copies, more than"
                        + " spec.objectives.rpo, %s")
                    .formatted(best.get().text(), Durations.format(pause), Durations.format(rpo))));
  }

  /** Each unit's hot copies hold the whole database, so that their turns shorten the pauses. */
  private Optional<HotCopyType> best() {
    return Stream.of(HotCopyType.JOURNAL, HotCopyType.INCREMENTAL, HotCopyType.FULL)
        .filter(type -> intervals.pause(type).isPresent())
        .filter(type -> type != HotCopyType.JOURNAL || mayKeepJournals())
        .min(Comparator.comparing(type -> intervals.pause(type).orElseThrow()));
  }

  private boolean mayKeepJournals() {
    return storageManagers.isEmpty()
        || storageManagers.stream().anyMatch(it -> !Boolean.FALSE.equals(it.keepsJournals()));
  }

  private Optional<Finding> missed(
      Duration rpo, List<ObservedSchedule> inForce, List<Instant> wakeUps, Instant now) {
    Optional<Instant> copied = recoverable.map(Recoverable::to);
    Optional<Instant> from =
        copied.or(() -> inForce.stream().map(ObservedSchedule::since).min(Instant::compareTo));
    Optional<Instant> missed = from.map(it -> it.plus(rpo));
    if (missed.filter(now::isBefore).isPresent()) {
      wakeUps.add(missed.get());
      return copied.isPresent()
          ? Optional.empty()
          : Optional.of(
              new Finding(
                  Status.Unknown, Reason.NoBackupYet, "there is nothing to restore from yet"));
    }
    return Optional.of(
        new Finding(
            Status.False,
            Reason.RecoveryPointObjectiveMissed,
            copied
                .map("nothing later than %s can be restored: spec.objectives.rpo is %%s"::formatted)
                .orElse("nothing can be restored: spec.objectives.rpo is %s")
                .formatted(Durations.format(rpo))));
  }

  private List<Finding> slow(Duration rto) {
    return storageManagers.stream()
        .map(StorageManager::currentSet)
        .flatMap(name -> Optional.ofNullable(name).flatMap(policy::set).stream())
        .flatMap(set -> slow(set, rto).stream())
        .toList();
  }

  private static Optional<Finding> slow(ObservedSet set, Duration rto) {
    return set.status()
        .flatMap(Rotation::restoreTime)
        .filter(estimate -> estimate.compareTo(rto) > 0)
        .map(
            estimate ->
                new Finding(
                    Status.False,
                    Reason.RecoveryTimeObjectiveMissed,
                    ("BackupSet %s takes an estimated %s to restore, more than"
                            + " spec.objectives.rto, %s")
                        .formatted(set.name(), Durations.format(estimate), Durations.format(rto))));
  }
}
