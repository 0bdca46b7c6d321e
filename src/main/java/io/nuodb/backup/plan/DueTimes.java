package io.nuodb.backup.plan;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * The due times of a schedule inside a span.
 *
 * @param newest empty when there are none
 * @param newestUnstarted the newest that no run answers
 * @param unstarted how many no run answers
 */
record DueTimes(Optional<Instant> newest, Optional<Instant> newestUnstarted, long unstarted) {
  /** Enough to tell a person that there were many; a year of minutes is not worth counting. */
  private static final int MOST = 10_000;

  /** Those strictly between the two instants. */
  static DueTimes between(SharedSchedule shared, Instant from, Instant to, Set<Instant> started) {
    Optional<Instant> newest =
        shared.latestAtOrBefore(to.minusNanos(1)).filter(time -> time.isAfter(from));
    if (newest.isEmpty()) {
      return new DueTimes(newest, newest, 0);
    }
    Schedule schedule = shared.unremembered();
    Optional<Instant> newestUnstarted = newest;
    while (newestUnstarted.filter(started::contains).isPresent()) {
      newestUnstarted = before(schedule, from, newestUnstarted.get());
    }
    long unstarted = 0;
    Optional<Instant> time = schedule.nextAfter(from);
    while (unstarted < MOST && time.isPresent() && time.get().isBefore(to)) {
      unstarted += started.contains(time.get()) ? 0 : 1;
      time = schedule.nextAfter(time.get());
    }
    return new DueTimes(newest, newestUnstarted, unstarted);
  }

  private static Optional<Instant> before(Schedule schedule, Instant from, Instant to) {
    return schedule.latestAtOrBefore(to.minusNanos(1)).filter(time -> time.isAfter(from));
  }
}
