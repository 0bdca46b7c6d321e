package io.nuodb.backup.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LongestPauseTest {
  private static final Instant WEDNESDAY = Instant.parse("2026-04-15T10:07:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "* * * * *            | PT1M",
        "?/15 * * * *         | PT15M",
        "7,9 * * * *          | PT58M",
        "0 * * * *            | PT1H",
        "30 */6 * * *         | PT6H",
        "0 8-18 * * *         | PT14H",
        "0 8-18 * * 1-5       | PT62H",
        "* * * * 1-5          | PT48H1M",
        "*/10 6,7 * * 0       | PT166H10M",
        "35 22 * * 6          | P7D",
        "0 3 1 * *            | P31D",
        "0 0 29 2 *           | P1461D",
      })
  void isTheLongestOne(String cron, String pause) throws InvalidFieldException {
    Schedule schedule = Schedule.parse("full", cron, "UTC");
    assertThat(LongestPause.after(schedule, WEDNESDAY)).contains(Duration.parse(pause));
  }

  @Test
  void aDayOnWhichClocksGoBackIsLonger() throws InvalidFieldException {
    Schedule daily = Schedule.parse("full", "0 22 * * *", "Europe/London");
    assertThat(LongestPause.after(daily, Instant.parse("2026-10-01T00:00:00Z")))
        .contains(Duration.ofHours(25));
    assertThat(LongestPause.after(daily, WEDNESDAY)).contains(Duration.ofHours(24));
  }

  /** Over a week that is long enough for expressions without days of the month. */
  @Property(tries = 60)
  void isThatOfAllPauses(
      @ForAll @IntRange(max = 59) int minute,
      @ForAll @IntRange(min = 7, max = 59) int step,
      @ForAll @IntRange(max = 12) int from,
      @ForAll @IntRange(min = 12, max = 23) int to,
      @ForAll @IntRange(min = 1, max = 5) int hours,
      @ForAll @IntRange(max = 6) int lastDay)
      throws InvalidFieldException {
    String cron = "%d-59/%d %d-%d/%d * * 0-%d".formatted(minute, step, from, to, hours, lastDay);
    Schedule schedule = Schedule.parse("full", cron, "UTC");
    Duration longest = Duration.ZERO;
    Instant time = schedule.nextAfter(WEDNESDAY).orElseThrow();
    Instant end = time.plus(Duration.ofDays(8));
    while (time.isBefore(end)) {
      Instant next = schedule.nextAfter(time).orElseThrow();
      longest =
          longest.compareTo(Duration.between(time, next)) > 0
              ? longest
              : Duration.between(time, next);
      time = next;
    }
    assertThat(LongestPause.after(schedule, WEDNESDAY)).as(cron).contains(longest);
  }
}
