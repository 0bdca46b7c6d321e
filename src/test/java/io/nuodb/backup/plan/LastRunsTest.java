package io.nuodb.backup.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.nuodb.backup.api.BackupPolicySpec.OnDemand;
import io.nuodb.backup.api.BackupPolicyStatus.Run;
import io.nuodb.backup.api.BackupPolicyStatus.RunState;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LastRunsTest {
  private final World world =
      new World(Instant.parse("2026-04-18T10:30:00Z"), List.of("sm-0"), null);

  @Test
  void ofRunsThatBeginInOneSecondTheLastOneIsTold() {
    world.spec(null, new OnDemand("first", null), null);
    world.reconcile();
    succeed();
    world.now = world.now.plusSeconds(60);
    for (String token : List.of("a", "b", "c", "d")) {
      world.spec(null, new OnDemand("first", token), null);
      world.reconcile();
      assertLast(token, RunState.Running);
      world.reconcile();
      assertLast(token, RunState.Running);
      succeed();
      world.reconcile();
      assertLast(token, RunState.Succeeded);
      world.reconcile();
      assertLast(token, RunState.Succeeded);
    }
  }

  private void succeed() {
    world.runs.values().stream()
        .filter(run -> run.job().running())
        .toList()
        .forEach(world::succeed);
    world.reconcile();
  }

  private void assertLast(String token, RunState state) {
    Run last = world.status.orElseThrow().storageManagers().getFirst().lastIncremental();
    assertThat(last.token()).isEqualTo(token);
    assertThat(last.state()).isEqualTo(state);
  }
}
