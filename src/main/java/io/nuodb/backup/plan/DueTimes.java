package io.nuodb.backup.plan;

import java.time.Instant;
import java.util.Optional;

/**
 * The due times of a schedule inside a span.
 *
 * @param newest empty when there are none
 */
record DueTimes(Optional<Instant> newest, long count) {
  /** Enough to tell a person that there were many; a year of minutes is not worth counting. */
  private static final int MOST = 10_000;

  /** Those strictly between the two instants. */
  static DueTimes between(Schedule schedule, Instant from, Instant to) {
    Optional<Instant> newest =
        schedule.latestAtOrBefore(to.minusNanos(1)).filter(time -> time.isAfter(from));
    long count = 0;
    Optional<Instant> time = schedule.nextAfter(from);
    while (count < MOST && time.isPresent() && time.get().isBefore(to)) {
      count++;
      time = schedule.nextAfter(time.get());
    }
    return new DueTimes(newest, count);
  }
}
