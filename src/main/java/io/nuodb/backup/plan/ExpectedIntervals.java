package io.nuodb.backup.plan;

import io.nuodb.backup.api.BackupPolicyStatus.ObservedSchedule;
import io.nuodb.backup.api.HotCopyType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How much time the schedules in force leave from one hot copy to the next, when all is well. */
final class ExpectedIntervals {
  /** So many intervals old the newest hot copy may get: one run may come late or fail. */
  static final int ALLOWED = 2;

  private final PolicySchedules schedules;
  private final List<ObservedSchedule> observed;
  private final int units;

  /**
   * @param units how many take turns, where they do
   */
  ExpectedIntervals(PolicySchedules schedules, List<ObservedSchedule> observed, int units) {
    this.schedules = schedules;
    this.observed = observed;
    this.units = units;
  }

  /** The longest time between two due times; empty where no schedule of the type is in force. */
  Optional<Duration> pause(HotCopyType type) {
    return observed(type).flatMap(this::pause);
  }

  private Optional<Duration> pause(ObservedSchedule schedule) {
    return Optional.ofNullable(schedule.longestPause())
        .flatMap(Durations::read)
        .or(
            () ->
                schedules
                    .of(schedule.type())
                    .flatMap(
                        it -> LongestPause.after(it.schedule().unremembered(), schedule.since())));
  }

  /** From one hot copy of a unit to its next. */
  Optional<Duration> ofUnit(HotCopyType type) {
    return pause(type).map(pause -> pause.multipliedBy(turns(type)));
  }

  /** How old the newest hot copy of a unit may get. */
  Optional<Duration> allowed(HotCopyType type) {
    return ofUnit(type).map(interval -> interval.multipliedBy(ALLOWED));
  }

  /** Since when the schedule has been in force. */
  Optional<Instant> since(HotCopyType type) {
    return observed(type).map(ObservedSchedule::since);
  }

  /** By when each unit was due once, of those that were there at the time. */
  Optional<Instant> firstDue(HotCopyType type, Instant since) {
    return schedules
        .of(type)
        .flatMap(schedule -> schedule.schedule().nextAfter(since))
        .flatMap(
            first -> pause(type).map(pause -> first.plus(pause.multipliedBy(turns(type) - 1L))));
  }

  private int turns(HotCopyType type) {
    boolean interleave = schedules.of(type).map(PolicySchedules.InForce::interleave).orElse(false);
    return interleave ? Math.max(1, units) : 1;
  }

  private Optional<ObservedSchedule> observed(HotCopyType type) {
    return observed.stream().filter(schedule -> schedule.type() == type).findFirst();
  }
}
