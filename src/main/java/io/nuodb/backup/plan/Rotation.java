package io.nuodb.backup.plan;

import io.nuodb.backup.api.BackupPolicySpec;
import io.nuodb.backup.api.BackupSetStatus;
import io.nuodb.backup.api.BackupSetStatus.Counts;
import io.nuodb.backup.api.BackupSetStatus.Element;
import io.nuodb.backup.api.HotCopyType;
import java.time.Duration;
import java.util.Optional;

/** Whether a set is large enough, by {@code spec.rotation} and the recovery time objective. */
final class Rotation {
  private final PolicyObservation policy;
  private final PolicySchedules schedules;

  Rotation(PolicyObservation policy, PolicySchedules schedules) {
    this.policy = policy;
    this.schedules = schedules;
  }

  /** Why the set should be followed by a new one, for a person; empty when it need not be. */
  Optional<String> reason(ObservedSet set) {
    Optional<BackupSetStatus> status = set.status();
    // A set that is nothing but its full gets no better by another full.
    if (status.isEmpty() || additions(status.get()) == 0) {
      return Optional.empty();
    }
    return limits()
        .flatMap(limits -> overLimit(status.get(), limits))
        .or(() -> overObjective(status.get()))
        .map(reason -> "BackupSet " + set.name() + " " + reason);
  }

  private static int additions(BackupSetStatus set) {
    return set.counts() == null ? 0 : set.counts().incremental() + set.counts().journal();
  }

  /** Whole seconds are all that a set's times tell, so that less counts as one. */
  private static Duration copyTime(Element full) {
    Duration time = Duration.between(full.startTime(), full.endTime());
    return time.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : time;
  }

  private Optional<BackupPolicySpec.Rotation> limits() {
    return Optional.ofNullable(policy.spec().rotation());
  }

  private static Optional<String> overLimit(BackupSetStatus set, BackupPolicySpec.Rotation limits) {
    Counts counts = Optional.ofNullable(set.counts()).orElse(new Counts(0, 0, 0));
    if (limits.maxIncrementals() != null && counts.incremental() >= limits.maxIncrementals()) {
      return Optional.of(
          "has "
              + Counted.of(counts.incremental(), "incremental hot copy", "incremental hot copies"));
    }
    if (limits.maxJournals() != null && counts.journal() >= limits.maxJournals()) {
      return Optional.of(
          "has " + Counted.of(counts.journal(), "journal hot copy", "journal hot copies"));
    }
    return limits.maxGrowth() == null
        ? Optional.empty()
        : growth(set)
            .filter(growth -> growth >= limits.maxGrowth())
            .map("has grown by %.2f times its full hot copy"::formatted);
  }

  private static Optional<Double> growth(BackupSetStatus set) {
    if (set.size() == null) {
      return Optional.empty();
    }
    double all = set.size().getNumericalAmount().doubleValue();
    return full(set)
        .map(full -> full.size().getNumericalAmount().doubleValue())
        .filter(full -> full > 0)
        .map(full -> (all - full) / full);
  }

  /** Only where a full by itself would meet the objective. */
  private Optional<String> overObjective(BackupSetStatus set) {
    Optional<Duration> objective = schedules.rto();
    if (objective.isEmpty()) {
      return Optional.empty();
    }
    boolean within =
        full(set).filter(full -> copyTime(full).compareTo(objective.get()) <= 0).isPresent();
    return restoreTime(set)
        .filter(estimate -> within && estimate.compareTo(objective.get()) > 0)
        .map(estimate -> "takes an estimated %s to restore".formatted(Durations.format(estimate)));
  }

  /** A restore reads and writes what the hot copies wrote, at about the full's rate. */
  static Optional<Duration> restoreTime(BackupSetStatus set) {
    if (set.size() == null || set.counts() == null) {
      return Optional.empty();
    }
    return full(set)
        .filter(full -> full.size().getNumericalAmount().signum() > 0)
        .map(
            full -> {
              double seconds = copyTime(full).toSeconds();
              double rate = full.size().getNumericalAmount().doubleValue() / seconds;
              double all = set.size().getNumericalAmount().doubleValue();
              return Duration.ofSeconds(Math.round(all / rate));
            });
  }

  private static Optional<Element> full(BackupSetStatus set) {
    return Optional.ofNullable(set.elements()).stream()
        .flatMap(elements -> elements.stream())
        .filter(element -> element.type() == HotCopyType.FULL)
        .findFirst();
  }
}
