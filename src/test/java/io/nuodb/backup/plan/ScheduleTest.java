package io.nuodb.backup.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
  private static final List<String> CRONS =
      List.of(
          "*/15 * * * *",
          "0 * * * *",
          "30 1 * * *",
          "15,45 1,2,3 * * *",
          "30 1-3 * * *",
          "5 */2 * * SUN",
          "35 22 * * 6",
          "0 0 29 2 *");
  private static final List<String> ZONES =
      List.of(
          "UTC",
          "Europe/London",
          "America/New_York",
          "Australia/Sydney",
          "Australia/Lord_Howe",
          "Asia/Kolkata",
          "America/Sao_Paulo",
          "Pacific/Apia",
          "Africa/Casablanca",
          "America/St_Johns");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // London springs forward on 29 March 2026 at 01:00Z and back on 25 October at 01:00Z.
        "30 1 * * *   | Europe/London | 2026-03-28T12:00:00Z | 2026-03-29T01:00:00Z"
            + " 2026-03-30T00:30:00Z",
        "0,30 1 * * * | Europe/London | 2026-03-28T12:00:00Z | 2026-03-29T01:00:00Z"
            + " 2026-03-30T00:00:00Z",
        "30 1 * * *   | Europe/London | 2026-10-24T12:00:00Z | 2026-10-25T00:30:00Z"
            + " 2026-10-26T01:30:00Z",
        "30 * * * *   | Europe/London | 2026-03-29T00:00:00Z | 2026-03-29T00:30:00Z"
            + " 2026-03-29T01:30:00Z 2026-03-29T02:30:00Z",
        "0 * * * *    | Europe/London | 2026-10-24T23:30:00Z | 2026-10-25T00:00:00Z"
            + " 2026-10-25T01:00:00Z 2026-10-25T02:00:00Z",
        "30 0-2 * * * | Europe/London | 2026-03-29T00:00:00Z | 2026-03-29T00:30:00Z"
            + " 2026-03-29T01:30:00Z 2026-03-29T23:30:00Z",
        "30 1-1 * * * | Europe/London | 2026-10-24T12:00:00Z | 2026-10-25T00:30:00Z"
            + " 2026-10-25T01:30:00Z 2026-10-26T01:30:00Z",
        // New York: 8 March 2026 at 07:00Z, 1 November at 06:00Z.
        "30 2 * * *   | America/New_York | 2026-03-08T00:00:00Z | 2026-03-08T07:00:00Z"
            + " 2026-03-09T06:30:00Z",
        "30 1 * * *   | America/New_York | 2026-11-01T00:00:00Z | 2026-11-01T05:30:00Z"
            + " 2026-11-02T06:30:00Z",
        "*/30 * * * * | America/New_York | 2026-11-01T05:15:00Z | 2026-11-01T05:30:00Z"
            + " 2026-11-01T06:00:00Z 2026-11-01T06:30:00Z 2026-11-01T07:00:00Z",
        // Sydney: 4 October 2026 at 16:00Z of the 3rd; 5 April at 16:00Z of the 4th.
        "15 2 * * *   | Australia/Sydney | 2026-10-03T00:00:00Z | 2026-10-03T16:00:00Z"
            + " 2026-10-04T15:15:00Z",
        "15 2 * * *   | Australia/Sydney | 2026-04-04T00:00:00Z | 2026-04-04T15:15:00Z"
            + " 2026-04-05T16:15:00Z",
        // Lord Howe moves by half an hour: 02:00 to 02:30 at 15:30Z of 3 October, and back to
        // 01:30 at 15:00Z of 4 April.
        "15 2 * * *   | Australia/Lord_Howe | 2026-10-03T00:00:00Z | 2026-10-03T15:30:00Z"
            + " 2026-10-04T15:15:00Z",
        "45 * * * *   | Australia/Lord_Howe | 2026-04-04T14:00:00Z | 2026-04-04T14:45:00Z"
            + " 2026-04-04T15:15:00Z 2026-04-04T16:15:00Z",
        // Apia had no 30 December 2011 at all.
        "0 12 * * *   | Pacific/Apia | 2011-12-29T23:00:00Z | 2011-12-30T10:00:00Z"
            + " 2011-12-30T22:00:00Z",
        // Day of month or day of week, when both are given; Sunday by number and by name.
        "0 0 13 * FRI | UTC | 2026-02-07T00:00:00Z | 2026-02-13T00:00:00Z 2026-02-20T00:00:00Z",
        "0 0 15 * MON | UTC | 2026-02-10T00:00:00Z | 2026-02-15T00:00:00Z 2026-02-16T00:00:00Z",
        "?/15 * * * * | UTC | 2026-02-10T00:01:00Z | 2026-02-10T00:15:00Z 2026-02-10T00:30:00Z",
        "5/20 * ? jan-mar sun | UTC | 2026-03-29T23:00:00Z | 2026-03-29T23:05:00Z"
            + " 2026-03-29T23:25:00Z 2026-03-29T23:45:00Z 2027-01-03T00:05:00Z",
        "@daily       | UTC | 2026-02-10T00:00:00Z | 2026-02-11T00:00:00Z",
        "@weekly      | UTC | 2026-02-10T00:00:00Z | 2026-02-15T00:00:00Z",
        "0 0 29 2 *   | UTC | 2026-02-10T00:00:00Z | 2028-02-29T00:00:00Z 2032-02-29T00:00:00Z",
      })
  void namesTheInstantsThatFollow(String cron, String zone, Instant from, String expected)
      throws Exception {
    Schedule schedule = Schedule.parse("f", cron, zone);
    List<Instant> found = new ArrayList<>();
    List<Instant> wanted = new ArrayList<>();
    Instant at = from;
    for (String text : expected.split(" ")) {
      at = schedule.nextAfter(at).orElseThrow();
      found.add(at);
      wanted.add(Instant.parse(text));
    }
    assertThat(found).isEqualTo(wanted);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0 0 30 2 *",
        "0 0 31 4,6,9,11 *",
        "0 * * * * *",
        "* * * *",
        "60 * * * *",
        "* 24 * * *",
        "TZ=UTC 0 * * * *",
        "CRON_TZ=UTC 0 * * * *",
        "@reboot",
        "@every 5m",
        "every hour please do it",
        "",
        "*/0 * * * *",
        "0 0 L * *"
      })
  void refusesWhatNeverFiresOrIsNoCron(String cron) {
    assertThatThrownBy(() -> Schedule.parse("spec.schedules.full", cron, "UTC"))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageStartingWith("spec.schedules.full.cron: ");
  }

  @Test
  void refusesATimeZoneThatIsNotIana() {
    assertThatThrownBy(() -> Schedule.parse("f", "0 * * * *", "Europe/Atlantis"))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessage("spec.schedules.timeZone: 'Europe/Atlantis' is no IANA time zone");
    assertThatThrownBy(() -> Schedule.parse("f", "0 * * * *", "+02:00"))
        .isInstanceOf(InvalidFieldException.class);
  }

  /** The two directions are computed apart: each must confirm the other. */
  @Property(tries = 400)
  void theLatestTimeIsTheOneWithNoneBetween(
      @ForAll @LongRange(min = 1_293_840_000L, max = 1_893_456_000L) long second,
      @ForAll @LongRange(min = 0, max = 7) long cron,
      @ForAll @LongRange(min = 0, max = 9) long zone)
      throws Exception {
    Schedule schedule = Schedule.parse("f", CRONS.get((int) cron), ZONES.get((int) zone));
    Instant now = Instant.ofEpochSecond(second);
    Instant latest = schedule.latestAtOrBefore(now).orElseThrow();
    Instant next = schedule.nextAfter(now).orElseThrow();
    assertThat(latest).isBeforeOrEqualTo(now);
    assertThat(next).isAfter(now);
    assertThat(schedule.nextAfter(latest)).contains(next);
    assertThat(schedule.latestAtOrBefore(next)).contains(next);
    assertThat(schedule.latestAtOrBefore(next.minusNanos(1))).contains(latest);
  }

  /** Around the hours where clocks change, where random instants seldom fall. */
  @Property(tries = 200)
  void bothDirectionsAgreeWhereClocksChange(
      @ForAll @LongRange(min = 0, max = 9) long zone,
      @ForAll @LongRange(min = 0, max = 7) long cron,
      @ForAll @LongRange(min = -200, max = 200) long minutes,
      @ForAll @LongRange(min = 1_293_840_000L, max = 1_893_456_000L) long second)
      throws Exception {
    String id = ZONES.get((int) zone);
    Schedule schedule = Schedule.parse("f", CRONS.get((int) cron), id);
    var change = java.time.ZoneId.of(id).getRules().nextTransition(Instant.ofEpochSecond(second));
    if (change == null) {
      return;
    }
    Instant now = change.getInstant().plus(Duration.ofMinutes(minutes));
    Instant latest = schedule.latestAtOrBefore(now).orElseThrow();
    Instant next = schedule.nextAfter(now).orElseThrow();
    assertThat(schedule.nextAfter(latest)).contains(next);
    assertThat(schedule.latestAtOrBefore(next.minusNanos(1))).contains(latest);
  }
}
