package io.nuodb.backup.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.nuodb.backup.api.BackupPolicySpec.OnDemand;
import io.nuodb.backup.api.BackupPolicySpec.Redundancy;
import io.nuodb.backup.api.BackupPolicySpec.Schedule;
import io.nuodb.backup.api.BackupPolicySpec.Schedules;
import io.nuodb.backup.api.BackupPolicySpec.StorageManagers;
import io.nuodb.backup.api.Condition;
import io.nuodb.backup.api.Condition.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JournalCopyHealthyTest {
  private static final Instant CREATED = Instant.parse("2026-04-18T10:30:00Z");
  private static final PlannedConditions JOURNALS = new PlannedConditions("JournalCopyHealthy");
  private static final Schedule DAILY = new Schedule("0 0 * * *", null, null);
  private static final Schedule QUARTERS = new Schedule("*/15 * * * *", null, null);
  private static final Schedules COPYING = new Schedules("UTC", DAILY, null, QUARTERS);
  private static final Schedules NOT_COPYING = new Schedules("UTC", DAILY, null, null);

  private final World world = new World(CREATED, List.of("sm-0"), COPYING);

  @Test
  void itIsAboutNothingWhereNoJournalsAreKeptAndNoneAreToBeCopied() {
    world.spec(NOT_COPYING, null, null);
    assertThat(JOURNALS.of(world.reconcile())).isEmpty();
    keepsJournals(false);
    assertThat(JOURNALS.of(world.reconcile())).isEmpty();
  }

  @Test
  void journalsThatNothingCopiesAreSaid() {
    world.spec(NOT_COPYING, null, null);
    world.reconcile();
    keepsJournals(true);
    JOURNALS.check(
        world.reconcile(), Status.False, "JournalsNotCopied", "no spec.schedules.journal", "sm-0");
    world.spec(
        new Schedules("UTC", DAILY, null, new Schedule("*/15 * * * *", null, true)), null, null);
    JOURNALS.check(
        world.reconcile(), Status.False, "JournalsNotCopied", "spec.schedules.journal.suspend");
    world.spec(COPYING, null, true);
    JOURNALS.check(world.reconcile(), Status.False, "JournalsNotCopied", "spec.suspend is true");
  }

  @Test
  void aStorageManagerWithoutTheOptionIsNamedBeforeAnythingRan() {
    JOURNALS.check(world.reconcile(), Status.Unknown, "Discovering", "sm-0");
    keepsJournals(false);
    JOURNALS.check(world.reconcile(), Status.False, "JournalCopyNotEnabled", "sm-0");
    assertThat(world.started).isEmpty();
  }

  /** Only those without the option stand by: they have no journals to copy. */
  @Test
  void aStorageManagerThatStandsByNeedsNoJournals() {
    var world = new World(CREATED, List.of("sm-0", "sm-1"), COPYING);
    for (SimulatedPod pod : world.pods.values()) {
      pod.zone = Optional.of("a");
      pod.keepsJournals = false;
    }
    world.storageManagers(
        new StorageManagers(
            world.spec.storageManagers().selector(), null, new Redundancy("zone", 1)));
    world.reconcile();
    world.status = world.status.map(status -> ReportedStatus.keepsJournals(status, false));
    PolicyPlan plan = world.reconcile();
    JOURNALS.check(plan, Status.False, "JournalCopyNotEnabled", "sm-0");
    assertThat(JOURNALS.of(plan).orElseThrow().message()).doesNotContain("sm-1");
  }

  @Test
  void theNewestCopyGetsTooOldAfterTwoIntervals() {
    backUp();
    at("11:15");
    world.reconcile();
    endAll();
    JOURNALS.check(world.reconcile(), Status.True, "JournalsCopied");
    world.pods.get("sm-0").ready = false;
    at("11:44");
    PolicyPlan before = world.reconcile();
    JOURNALS.check(before, Status.True, "JournalsCopied");
    assertThat(before.wakeUp()).hasValue(time("11:45"));
    at("11:45");
    PolicyPlan plan = world.reconcile();
    JOURNALS.check(plan, Status.False, "JournalCopyOld", "sm-0", "2026-04-18T11:15:00Z");
    Condition first = JOURNALS.of(plan).orElseThrow();
    at("11:59");
    assertThat(JOURNALS.of(world.reconcile())).contains(first);
  }

  @Test
  void aFirstCopyThatDoesNotComeIsOldToo() {
    backUp();
    at("10:59");
    JOURNALS.check(world.reconcile(), Status.Unknown, "NoBackupYet", "2026-04-18T11:00:00Z");
    world.pods.get("sm-0").ready = false;
    at("11:00");
    JOURNALS.check(world.reconcile(), Status.False, "JournalCopyOld", "no good journal hot copy");
  }

  @Test
  void copiesThatASyncSuspendedAreSaidUntilOneIsGoodAgain() {
    backUp();
    at("11:15");
    world.reconcile();
    world.pods.get("sm-0").synced = true;
    endAll();
    JOURNALS.check(
        world.reconcile(), Status.False, "JournalCopySuspended", "sm-0", "2026-04-18T11:15:00Z");
    for (int pass = 0; pass < 4; pass++) {
      world.now = world.now.plus(Duration.ofSeconds(30));
      world.reconcile();
      endAll();
    }
    JOURNALS.check(world.reconcile(), Status.True, "JournalsCopied");
  }

  /** Its set is there, and it is known that it keeps journals. */
  private void backUp() {
    world.spec(COPYING, new OnDemand("first", null), null);
    world.reconcile();
    keepsJournals(true);
    endAll();
    world.reconcile();
  }

  private void endAll() {
    List.copyOf(world.runs.values()).stream()
        .filter(run -> run.job().running())
        .forEach(world::succeed);
  }

  /** As an agent found it. */
  private void keepsJournals(boolean keeps) {
    world.status = world.status.map(status -> ReportedStatus.keepsJournals(status, keeps));
  }

  private void at(String time) {
    world.now = time(time);
  }

  private static Instant time(String time) {
    return Instant.parse("2026-04-18T" + time + ":00Z");
  }
}
