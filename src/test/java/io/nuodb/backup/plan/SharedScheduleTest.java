package io.nuodb.backup.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Schedules that policies share tell what each would find by itself. */
class SharedScheduleTest {
  private static final List<String> CRONS =
      List.of("*/15 * * * *", "30 1 * * *", "15,45 1,2,3 * * *", "30 1-3 * * *", "35 22 * * 6");
  private static final List<String> ZONES =
      List.of("UTC", "Europe/London", "Australia/Lord_Howe", "America/St_Johns");

  @Property(tries = 60)
  void remembersWhatTheScheduleSays(@ForAll long seed) throws Exception {
    var random = new Random(seed);
    String cron = CRONS.get(random.nextInt(CRONS.size()));
    String zone = ZONES.get(random.nextInt(ZONES.size()));
    Schedule schedule = Schedule.parse("f", cron, zone);
    SharedSchedule shared = SharedSchedules.get("f", cron, zone);
    Instant time = Instant.ofEpochSecond(1_767_225_600L + random.nextInt(31_536_000));
    for (int i = 0; i < 60; i++) {
      assertThat(shared.nextAfter(time)).isEqualTo(schedule.nextAfter(time));
      assertThat(shared.latestAtOrBefore(time)).isEqualTo(schedule.latestAtOrBefore(time));
      time =
          switch (random.nextInt(5)) {
            case 0 -> shared.nextAfter(time).orElseThrow();
            case 1 -> shared.latestAtOrBefore(time).orElseThrow();
            case 2 -> time.minusNanos(1);
            case 3 -> time.minus(Duration.ofMinutes(random.nextInt(5000)));
            default -> time.plus(Duration.ofMinutes(random.nextInt(5000)));
          };
    }
  }

  @Test
  void policiesShareOnlyWhatIsTheSame() throws Exception {
    SharedSchedule london = SharedSchedules.get("f", "30 1 * * *", "Europe/London");
    assertThat(SharedSchedules.get("g", "30 1 * * *", "Europe/London")).isSameAs(london);
    Instant summer = Instant.parse("2026-07-01T00:00:00Z");
    assertThat(SharedSchedules.get("f", "30 1 * * *", "UTC").nextAfter(summer))
        .contains(Instant.parse("2026-07-01T01:30:00Z"));
    assertThat(london.nextAfter(summer)).contains(Instant.parse("2026-07-01T00:30:00Z"));
  }

  @Test
  void whatMakesNoSenseIsRefusedToEachPolicyByItsField() {
    for (String field : List.of("spec.schedules.full", "spec.schedules.journal")) {
      assertThatThrownBy(() -> SharedSchedules.get(field, "61 * * * *", "UTC"))
          .isInstanceOf(InvalidFieldException.class)
          .hasMessageStartingWith(field + ".cron");
    }
  }
}
