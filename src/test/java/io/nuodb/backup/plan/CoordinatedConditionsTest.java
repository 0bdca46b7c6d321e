package io.nuodb.backup.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.nuodb.backup.api.BackupPolicySpec.Mode;
import io.nuodb.backup.api.BackupPolicySpec.OnDemand;
import io.nuodb.backup.api.BackupPolicySpec.Schedule;
import io.nuodb.backup.api.BackupPolicySpec.Schedules;
import io.nuodb.backup.api.BackupPolicySpec.StorageManagers;
import io.nuodb.backup.api.BackupPolicyStatus.Granularity;
import io.nuodb.backup.api.BackupPolicyStatus.Recoverable;
import io.nuodb.backup.api.Condition.Status;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A coordinated hot copy is of use once it is known good on each of its storage managers. */
class CoordinatedConditionsTest {
  private static final Instant CREATED = Instant.parse("2026-04-18T10:30:00Z");
  private static final PlannedConditions FRESH = new PlannedConditions("BackupsFresh");

  private final World world =
      new World(
          CREATED,
          List.of("sm-0", "sm-1"),
          new Schedules("UTC", new Schedule("0 0 * * *", null, null), null, null));

  @BeforeEach
  void coordinate() {
    StorageManagers selected = world.spec.storageManagers();
    world.storageManagers(new StorageManagers(selected.selector(), Mode.Coordinated, null));
    world.spec(world.spec.schedules(), new OnDemand("first", null), null);
  }

  @Test
  void oneVolumeThatWasReadIsNotEnough() {
    world.reconcile();
    world.runs.values().stream().toList().forEach(world::succeed);
    world.now = CREATED.plusSeconds(60);
    PolicyPlan half = world.reconcile();
    FRESH.check(half, Status.Unknown, "NoBackupYet");
    assertThat(half.status().recoverable()).isNull();

    List.copyOf(world.inspections.values()).forEach(it -> world.answer(it, true));
    world.now = CREATED.plusSeconds(120);
    PolicyPlan whole = world.reconcile();
    FRESH.check(whole, Status.True, "Fresh");
    Instant end = CREATED.plusSeconds(60);
    assertThat(whole.status().recoverable())
        .isEqualTo(new Recoverable(end, end, Granularity.Element));
  }
}
