package io.nuodb.backup.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Quantity;
import io.nuodb.backup.api.BackupPolicySpec.Mode;
import io.nuodb.backup.api.BackupPolicySpec.OnDemand;
import io.nuodb.backup.api.BackupPolicySpec.Schedule;
import io.nuodb.backup.api.BackupPolicySpec.Schedules;
import io.nuodb.backup.api.BackupPolicySpec.StorageManagers;
import io.nuodb.backup.api.BackupPolicyStatus.JournalVolume;
import io.nuodb.backup.api.Condition.Status;
import io.nuodb.backup.api.HotCopyType;
import io.nuodb.backup.job.Cause;
import io.nuodb.backup.job.JobResult.Volume;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The room for journals, of which each journal hot copy copies one byte. */
class JournalRoomTest {
  private static final Instant CREATED = Instant.parse("2026-04-18T10:50:00Z");
  private static final PlannedConditions JOURNALS = new PlannedConditions("JournalCopyHealthy");
  private static final Schedule DAILY = new Schedule("0 0 * * *", null, null);
  private static final Schedule QUARTERS = new Schedule("*/15 * * * *", null, null);
  private static final Schedules COPYING = new Schedules("UTC", DAILY, null, QUARTERS);

  private final World world = new World(CREATED, List.of("sm-0", "sm-1"), COPYING);

  @Test
  void theConditionAndTheStatusTellWhatALookSaw() {
    sees("sm-0", 100, 60);
    assertThat(backUp().status().storageManagers().getFirst().journalVolume()).isNull();
    JournalVolume first = volume(copyAt("11:00"), 0);
    assertThat(first.timeToFull()).isNull();
    PolicyPlan plan = copyAt("11:15");
    assertThat(volume(plan, 0))
        .isEqualTo(
            new JournalVolume(new Quantity("100"), new Quantity("60"), time("11:15"), "15h"));
    assertThat(volume(plan, 1)).isNull();
    JOURNALS.check(
        plan,
        Status.True,
        "JournalsCopied",
        "sm-0 had 40 of 100 bytes used at 2026-04-18T11:15:00Z and 60 free",
        "enough for 15h");
  }

  /** Half an hour is what two journal hot copies may take to come. */
  @ParameterizedTest
  @CsvSource({"5, 2, True", "5, 1, False", "100, 10, True", "100, 9, False", "1000, 999, True"})
  void itIsTooLittleForTwoIntervalsOrLessThanATenth(long size, long free, Status status) {
    sees("sm-1", size, free);
    backUp();
    copyAt("11:00");
    PolicyPlan plan = copyAt("11:15");
    JOURNALS.check(
        plan,
        status,
        status == Status.True ? "JournalsCopied" : "JournalVolumeFilling",
        "sm-1",
        free + " free");
  }

  @Test
  void theScarcestIsTold() {
    sees("sm-0", 100, 50);
    sees("sm-1", 200, 49);
    backUp();
    copyAt("11:00");
    String message = JOURNALS.of(copyAt("11:15")).orElseThrow().message();
    assertThat(message).contains("sm-1").doesNotContain("sm-0");
  }

  /** The pace is that of the last four journal hot copies. */
  @Test
  void thePaceFollowsTheLoad() {
    sees("sm-0", 10, 4);
    backUp();
    copyAt("11:15");
    copyAt("11:30");
    world.pods.values().forEach(pod -> pod.ready = false);
    world.now = time("12:50");
    world.reconcile();
    world.pods.values().forEach(pod -> pod.ready = true);
    copyAt("13:00");
    copyAt("13:15");
    copyAt("13:30");
    assertThat(volume(copyAt("13:45"), 0).timeToFull()).isEqualTo("135m");
    assertThat(volume(copyAt("14:00"), 0).timeToFull()).isEqualTo("1h");
  }

  @ParameterizedTest
  @CsvSource({"4, 1h", "191, 2865m", "192, 2d", "300, 3d", "100000, "})
  void aForecastIsAsExactAsItsLengthAllows(long free, String timeToFull) {
    sees("sm-0", 1_000_000, free);
    backUp();
    copyAt("11:00");
    assertThat(volume(copyAt("11:15"), 0).timeToFull()).isEqualTo(timeToFull);
  }

  @Test
  void aFailedCopySawItTooAndALostOneNothing() {
    sees("sm-0", 100, 60);
    backUp();
    copyAt("11:00");
    sees("sm-0", 100, 50);
    world.now = time("11:15");
    world.reconcile();
    running().forEach(run -> world.fail(run, Cause.HotCopyFailed));
    assertThat(volume(world.reconcile(), 0).free()).isEqualTo(new Quantity("50"));
    world.now = time("11:20");
    world.reconcile();
    running().forEach(world::loseResult);
    assertThat(volume(world.reconcile(), 0).time()).isEqualTo(time("11:15"));
  }

  @Test
  void whatIsNotSeenForADayIsNotTold() {
    sees("sm-0", 100, 5);
    backUp();
    JOURNALS.check(copyAt("11:00"), Status.False, "JournalVolumeFilling");
    world.pods.get("sm-0").journalVolume = null;
    JOURNALS.check(copyAt("11:15"), Status.False, "JournalVolumeFilling");
    world.now = time("11:30").plus(Duration.ofDays(1));
    world.reconcile();
    running().forEach(world::succeed);
    PolicyPlan plan = world.reconcile();
    assertThat(volume(plan, 0)).isNull();
    JOURNALS.check(plan, Status.True, "JournalsCopied");
  }

  @Test
  void whatWasSeenStaysWhenTheJobsAreGone() {
    sees("sm-0", 100, 60);
    backUp();
    copyAt("11:00");
    JournalVolume seen = volume(copyAt("11:15"), 0);
    world.pods.values().forEach(pod -> pod.ready = false);
    world.now = time("14:05");
    for (int pass = 0; pass < 3; pass++) {
      world.reconcile();
    }
    assertThat(world.runs.values()).noneMatch(run -> run.type() == HotCopyType.JOURNAL);
    assertThat(volume(world.reconcile(), 0)).isEqualTo(seen);
  }

  @Test
  void anOlderJobThatOutlastsTheNewestTellsNothing() {
    sees("sm-0", 100, 60);
    backUp();
    world.now = time("11:00");
    world.reconcile();
    String name = running().getFirst().job().name();
    copyAt("11:00");
    HotCopyRun older = world.runs.get(name);
    sees("sm-0", 100, 50);
    JournalVolume seen = volume(copyAt("11:15"), 0);
    world.runs.clear();
    world.runs.put(name, older);
    assertThat(volume(world.reconcile(), 0)).isEqualTo(seen);
  }

  @Test
  void wherePeopleSuspendTheCopiesTheRoomIsToldToo() {
    sees("sm-0", 100, 60);
    world.pods.values().forEach(pod -> pod.keepsJournals = true);
    backUp();
    copyAt("11:00");
    copyAt("11:15");
    world.spec(COPYING, null, true);
    JOURNALS.check(world.reconcile(), Status.False, "JournalsNotCopied", "60 free, enough for 15h");
  }

  /** Its Job's pod mounts the volumes of the first one. */
  @Test
  void ofAGroupOneVolumeIsSeen() {
    StorageManagers selected = world.spec.storageManagers();
    world.storageManagers(new StorageManagers(selected.selector(), Mode.Coordinated, null));
    sees("sm-0", 100, 60);
    sees("sm-1", 100, 50);
    backUp();
    PolicyPlan plan = copyAt("11:00");
    assertThat(volume(plan, 0).free()).isEqualTo(new Quantity("60"));
    assertThat(volume(plan, 1)).isNull();
  }

  @Test
  void monitoringIsToldTheSame() {
    sees("sm-0", 100, 60);
    backUp();
    copyAt("11:00");
    PolicyPlan plan = copyAt("11:15");
    List<BackupMeasure> measures = BackupMeasures.of(world.look(), plan);
    assertThat(measures)
        .filteredOn(it -> it.journalRoom().isPresent())
        .singleElement()
        .satisfies(it -> assertThat(it.unit()).isEqualTo("sm-0"))
        .satisfies(it -> assertThat(it.type()).isEqualTo(HotCopyType.JOURNAL))
        .extracting(it -> it.journalRoom().orElseThrow())
        .isEqualTo(new BackupMeasure.Room(100, 60, Optional.of(Duration.ofHours(15))));
  }

  private void sees(String pod, long size, long free) {
    world.pods.get(pod).journalVolume = new Volume(size, free);
  }

  /** With a set, so that journals can be copied. */
  private PolicyPlan backUp() {
    world.spec(COPYING, new OnDemand("first", null), null);
    world.reconcile();
    endAll();
    world.reconcile();
    List.copyOf(world.inspections.values()).forEach(it -> world.answer(it, true));
    return world.reconcile();
  }

  private PolicyPlan copyAt(String time) {
    world.now = time(time);
    world.reconcile();
    endAll();
    return world.reconcile();
  }

  private void endAll() {
    running().forEach(world::succeed);
  }

  private List<HotCopyRun> running() {
    return world.runs.values().stream().filter(run -> run.job().running()).toList();
  }

  private static JournalVolume volume(PolicyPlan plan, int storageManager) {
    return plan.status().storageManagers().get(storageManager).journalVolume();
  }

  private static Instant time(String time) {
    return Instant.parse("2026-04-18T" + time + ":00Z");
  }
}
