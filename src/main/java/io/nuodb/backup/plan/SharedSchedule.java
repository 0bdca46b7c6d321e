package io.nuodb.backup.plan;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A schedule, one for all policies that have it, which remembers the pauses that it was asked for
 * last: the plans of one time ask for the same few due times again and again. Any thread may ask;
 * of two pauses that are found at once, one may be forgotten.
 */
public final class SharedSchedule {
  /** Those around now and around the due times of the newest runs. */
  private static final int MOST = 8;

  private final Schedule schedule;
  private volatile List<Pause> recent = List.of();

  SharedSchedule(Schedule schedule) {
    this.schedule = schedule;
  }

  /**
   * From one due time to the next.
   *
   * @param from inclusive
   * @param to exclusive
   */
  private record Pause(Optional<Instant> from, Optional<Instant> to) {
    boolean known() {
      return from.isPresent() && to.isPresent();
    }

    boolean holds(Instant instant) {
      return !instant.isBefore(from.orElseThrow()) && instant.isBefore(to.orElseThrow());
    }
  }

  /** The schedule itself, for whoever goes through many due times once. */
  Schedule unremembered() {
    return schedule;
  }

  /** As {@link Schedule#nextAfter}. */
  public Optional<Instant> nextAfter(Instant instant) {
    return around(instant).to();
  }

  /** As {@link Schedule#latestAtOrBefore}. */
  public Optional<Instant> latestAtOrBefore(Instant instant) {
    return around(instant).from();
  }

  private Pause around(Instant instant) {
    List<Pause> known = recent;
    for (Pause pause : known) {
      if (pause.holds(instant)) {
        return pause;
      }
    }
    var found = new Pause(schedule.latestAtOrBefore(instant), schedule.nextAfter(instant));
    if (found.known()) {
      recent = Stream.concat(Stream.of(found), known.stream()).limit(MOST).toList();
    }
    return found;
  }
}
