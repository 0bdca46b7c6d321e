package io.nuodb.backup.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The longest pause between two due times of a schedule: as old the newest of its hot copies gets
 * when all is well.
 *
 * <p>Cron expressions leave out days, hours of each day and minutes of each hour. So only a longer
 * time must be searched where no longer pause than a day, or an hour, is found.
 */
public final class LongestPause {
  /** Two months hold one of 31 days. */
  private static final List<Search> SEARCHES =
      List.of(
          new Search(Duration.ofDays(1), Duration.ofDays(62)),
          new Search(Duration.ofHours(1), Duration.ofDays(2)),
          new Search(Duration.ZERO, Duration.ofHours(3)));

  private LongestPause() {}

  /**
   * The longest one of those that begin a while after the instant; empty where the schedule has no
   * two due times.
   */
  public static Optional<Duration> after(Schedule schedule, Instant instant) {
    return schedule
        .nextAfter(instant)
        .flatMap(
            first ->
                SEARCHES.stream()
                    .map(search -> search.longest(schedule, first))
                    .flatMap(Optional::stream)
                    .findFirst());
  }

  /**
   * @param longerThan pauses up to this are of no interest
   * @param span in which they begin
   */
  private record Search(Duration longerThan, Duration span) {
    Optional<Duration> longest(Schedule schedule, Instant first) {
      Instant end = first.plus(span);
      Duration longest = longerThan;
      Instant time = first;
      while (time.isBefore(end)) {
        Instant leap = schedule.latestAtOrBefore(time.plus(longest)).orElseThrow();
        if (leap.isAfter(time)) {
          time = leap;
        } else {
          Instant next = schedule.nextAfter(time).orElse(end);
          longest = Duration.between(time, next);
          time = next;
        }
      }
      return Optional.of(longest).filter(it -> it.compareTo(longerThan) > 0);
    }
  }
}
