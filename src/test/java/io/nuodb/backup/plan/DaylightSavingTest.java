package io.nuodb.backup.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Due times around known clock changes, worked out by hand from the zones' published rules (IANA
 * time zone database): all that follow the first instant, up to the second.
 */
class DaylightSavingTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Dublin 2026: 01:00 to 02:00 at 01:00Z on 29 March; 02:00 to 01:00 at 01:00Z on 25
        // October.
        "15 1 * * * | Europe/Dublin | 2026-03-28T12:00:00Z | 2026-03-30T12:00:00Z"
            + " | 2026-03-29T01:00:00Z 2026-03-30T00:15:00Z",
        "15 1 * * * | Europe/Dublin | 2026-10-24T12:00:00Z | 2026-10-26T12:00:00Z"
            + " | 2026-10-25T00:15:00Z 2026-10-26T01:15:00Z",
        // Berlin 2026: 02:00 to 03:00 at 01:00Z on 29 March; 03:00 to 02:00 at 01:00Z on 25
        // October.
        "*/30 2 * * * | Europe/Berlin | 2026-03-28T12:00:00Z | 2026-03-30T12:00:00Z"
            + " | 2026-03-29T01:00:00Z 2026-03-30T00:00:00Z 2026-03-30T00:30:00Z",
        "0,30 2-2 * * * | Europe/Berlin | 2026-10-24T12:00:00Z | 2026-10-25T12:00:00Z"
            + " | 2026-10-25T00:00:00Z 2026-10-25T00:30:00Z 2026-10-25T01:00:00Z"
            + " 2026-10-25T01:30:00Z",
        // Troll 2026: by two hours, 01:00 to 03:00 at 01:00Z on 29 March, 03:00 to 01:00 at 01:00Z
        // on 25 October.
        "30 2 * * * | Antarctica/Troll | 2026-03-28T12:00:00Z | 2026-03-30T12:00:00Z"
            + " | 2026-03-29T01:00:00Z 2026-03-30T00:30:00Z",
        "30 * * * * | Antarctica/Troll | 2026-03-28T23:45:00Z | 2026-03-29T02:45:00Z"
            + " | 2026-03-29T00:30:00Z 2026-03-29T01:30:00Z 2026-03-29T02:30:00Z",
        "30 1 * * * | Antarctica/Troll | 2026-10-24T12:00:00Z | 2026-10-26T12:00:00Z"
            + " | 2026-10-24T23:30:00Z 2026-10-26T01:30:00Z",
        "30 1-2 * * * | Antarctica/Troll | 2026-10-24T12:00:00Z | 2026-10-25T12:00:00Z"
            + " | 2026-10-24T23:30:00Z 2026-10-25T00:30:00Z 2026-10-25T01:30:00Z"
            + " 2026-10-25T02:30:00Z",
        // Lord Howe 2026: by half an hour, 02:00 to 01:30 at 15:00Z on 4 April, 02:00 to 02:30 at
        // 15:30Z on 3 October.
        "45 1 * * * | Australia/Lord_Howe | 2026-04-04T00:00:00Z | 2026-04-06T00:00:00Z"
            + " | 2026-04-04T14:45:00Z 2026-04-05T15:15:00Z",
        "15 2 * * * | Australia/Lord_Howe | 2026-10-03T00:00:00Z | 2026-10-05T00:00:00Z"
            + " | 2026-10-03T15:30:00Z 2026-10-04T15:15:00Z",
        "*/15 * * * * | Australia/Lord_Howe | 2026-10-03T15:10:00Z | 2026-10-03T16:10:00Z"
            + " | 2026-10-03T15:15:00Z 2026-10-03T15:30:00Z 2026-10-03T15:45:00Z"
            + " 2026-10-03T16:00:00Z",
        // St John's 2026, three and a half hours behind: 02:00 to 03:00 at 05:30Z on 8 March, 02:00
        // to 01:00 at 04:30Z on 1 November.
        "30 2 * * * | America/St_Johns | 2026-03-07T12:00:00Z | 2026-03-09T12:00:00Z"
            + " | 2026-03-08T05:30:00Z 2026-03-09T05:00:00Z",
        "0 * * * * | America/St_Johns | 2026-11-01T03:00:00Z | 2026-11-01T06:00:00Z"
            + " | 2026-11-01T03:30:00Z 2026-11-01T04:30:00Z 2026-11-01T05:30:00Z",
        // Casablanca 2024: back for Ramadan, 03:00 to 02:00 at 02:00Z on 10 March, and forth, 02:00
        // to 03:00 at 02:00Z on 14 April.
        "30 2 * * * | Africa/Casablanca | 2024-03-09T12:00:00Z | 2024-03-11T12:00:00Z"
            + " | 2024-03-10T01:30:00Z 2024-03-11T02:30:00Z",
        "30 2 * * * | Africa/Casablanca | 2024-04-13T12:00:00Z | 2024-04-15T12:00:00Z"
            + " | 2024-04-14T02:00:00Z 2024-04-15T01:30:00Z",
        // Tehran 2022, the last time, at midnight: 00:00 to 01:00 at 20:30Z on 21 March, 00:00 to
        // 23:00 at 19:30Z on 21 September.
        "30 0 * * * | Asia/Tehran | 2022-03-20T21:30:00Z | 2022-03-22T21:00:00Z"
            + " | 2022-03-21T20:30:00Z 2022-03-22T20:00:00Z",
        "30 23 * * * | Asia/Tehran | 2022-09-21T12:00:00Z | 2022-09-22T21:00:00Z"
            + " | 2022-09-21T19:00:00Z 2022-09-22T20:00:00Z",
        // Sao Paulo, at midnight: 00:00 to 01:00 at 03:00Z on 4 November 2018, 00:00 to 23:00 at
        // 02:00Z on 17 February 2019; none since.
        "@daily | America/Sao_Paulo | 2018-11-02T12:00:00Z | 2018-11-05T12:00:00Z"
            + " | 2018-11-03T03:00:00Z 2018-11-04T03:00:00Z 2018-11-05T02:00:00Z",
        "30 23 * * * | America/Sao_Paulo | 2019-02-16T12:00:00Z | 2019-02-18T12:00:00Z"
            + " | 2019-02-17T01:30:00Z 2019-02-18T02:30:00Z",
        "@daily | America/Sao_Paulo | 2026-11-01T12:00:00Z | 2026-11-03T12:00:00Z"
            + " | 2026-11-02T03:00:00Z 2026-11-03T03:00:00Z",
        // Apia left out 30 December 2011, at 10:00Z.
        "0 6 * * * | Pacific/Apia | 2011-12-29T12:00:00Z | 2011-12-31T12:00:00Z"
            + " | 2011-12-29T16:00:00Z 2011-12-30T10:00:00Z 2011-12-30T16:00:00Z",
        "0 */6 * * * | Pacific/Apia | 2011-12-30T03:00:00Z | 2011-12-30T17:00:00Z"
            + " | 2011-12-30T04:00:00Z 2011-12-30T10:00:00Z 2011-12-30T16:00:00Z",
        // New York 2026 by weekday: Sundays 8 March and 1 November.
        "30 2 * * SUN | America/New_York | 2026-03-02T00:00:00Z | 2026-03-16T00:00:00Z"
            + " | 2026-03-08T07:00:00Z 2026-03-15T06:30:00Z",
        "30 1 * * SUN | America/New_York | 2026-10-26T00:00:00Z | 2026-11-09T00:00:00Z"
            + " | 2026-11-01T05:30:00Z 2026-11-08T06:30:00Z",
      })
  void dueTimesWhereClocksChange(
      String cron, String zone, Instant after, Instant upTo, String expected) throws Exception {
    Schedule schedule = Schedule.parse("f", cron, zone);
    List<Instant> found =
        Stream.iterate(
                schedule.nextAfter(after).orElseThrow(),
                time -> !time.isAfter(upTo),
                time -> schedule.nextAfter(time).orElseThrow())
            .toList();
    assertThat(found).isEqualTo(Arrays.stream(expected.split(" ")).map(Instant::parse).toList());
    assertThat(schedule.latestAtOrBefore(upTo)).contains(found.getLast());
  }
}
