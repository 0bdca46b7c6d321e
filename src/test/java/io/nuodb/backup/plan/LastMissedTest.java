package io.nuodb.backup.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.nuodb.backup.api.BackupPolicySpec.OnDemand;
import io.nuodb.backup.api.BackupPolicySpec.Schedule;
import io.nuodb.backup.api.BackupPolicySpec.Schedules;
import io.nuodb.backup.api.BackupPolicyStatus.Missed;
import io.nuodb.backup.api.HotCopyType;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which of the runs that did not take place a status tells of. */
class LastMissedTest {
  private final World world =
      new World(
          Instant.parse("2026-04-18T10:30:00Z"),
          List.of("sm-0"),
          new Schedules(
              null,
              new Schedule("0 11 * * *", "110m", null),
              new Schedule("*/15 * * * *", null, null),
              null));

  /** The full was due before, and may wait for longer. */
  @Test
  void isTheOneThatWasDueLastWhateverItsType() {
    backUp();
    world.pods.get("sm-0").ready = false;
    for (String time : List.of("11:00", "11:15", "11:30", "11:45", "12:00", "12:15", "12:30")) {
      lastMissedAt(time);
    }
    assertThat(lastMissedAt("12:45")).extracting(Missed::type).isEqualTo(HotCopyType.INCREMENTAL);
    Missed last = lastMissedAt("12:50");
    assertThat(world.unstarted).containsKey("sm-0/FULL");
    assertThat(last.type()).isEqualTo(HotCopyType.INCREMENTAL);
    assertThat(last.time()).isEqualTo("2026-04-18T12:30:00Z");
  }

  private void backUp() {
    world.spec(world.spec.schedules(), new OnDemand("first", null), null);
    world.reconcile();
    List.copyOf(world.runs.values()).forEach(world::succeed);
    world.reconcile();
  }

  private Missed lastMissedAt(String time) {
    world.now = Instant.parse("2026-04-18T" + time + ":00Z");
    world.reconcile();
    return world.status.orElseThrow().storageManagers().getFirst().lastMissed();
  }
}
