package io.nuodb.backup.cluster;

import static io.nuodb.backup.cluster.BackupAndRestoreTest.fromPolicy;
import static io.nuodb.backup.cluster.BackupAndRestoreTest.fromSet;
import static io.nuodb.backup.cluster.Backups.awaitCondition;
import static io.nuodb.backup.cluster.Backups.in;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.nuodb.backup.api.BackupPolicy;
import io.nuodb.backup.api.BackupPolicySpec;
import io.nuodb.backup.api.BackupPolicySpec.Admin;
import io.nuodb.backup.api.BackupPolicySpec.Database;
import io.nuodb.backup.api.BackupPolicySpec.Schedule;
import io.nuodb.backup.api.BackupPolicySpec.Schedules;
import io.nuodb.backup.api.BackupPolicySpec.StorageManagers;
import io.nuodb.backup.api.BackupSetStatus.Phase;
import io.nuodb.backup.api.Condition;
import io.nuodb.backup.api.PodSelector;
import io.nuodb.backup.api.RestoreJob;
import io.nuodb.backup.api.RestoreJobStatus;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the schema cannot refuse is told in a condition and an Event, and starts nothing. */
@Tag("cluster")
@ExtendWith(Installation.class)
class BadInputTest {

  private static final String STORAGE_MANAGER = SimulatedDomain.STORAGE_MANAGERS.getLast();

  private final SimulatedDomain domain;
  private final Backups backups;

  BadInputTest(SimulatedDomain domain) {
    this.domain = domain;
    this.backups = new Backups(domain);
  }

  @Test
  void aTimeZoneThatDoesNotExist() {
    assertPolicyRefused(
        "time-zone",
        Backups.with(
            backups.onBoth(),
            new Schedules("Europe/Londinium", new Schedule("@daily", null, null), null)),
        "InvalidSchedule",
        "Europe/Londinium");
  }

  @Test
  void aScheduleThatNeverFires() {
    assertPolicyRefused(
        "never",
        Backups.with(
            backups.onBoth(), new Schedules("UTC", new Schedule("0 0 30 2 *", null, null), null)),
        "InvalidSchedule",
        "0 0 30 2 *");
  }

  @Test
  void aCronExpressionThatMakesNoSense() {
    assertPolicyRefused(
        "cron",
        Backups.with(
            backups.onBoth(), new Schedules("UTC", new Schedule("61 * * * *", null, null), null)),
        "InvalidSchedule",
        "61 * * * *");
  }

  @Test
  void aSelectorThatMatchesNoPod() {
    BackupPolicySpec spec = backups.onBoth();
    assertPolicyRefused(
        "no-pod",
        new BackupPolicySpec(
            spec.database(),
            null,
            new StorageManagers(new PodSelector(Map.of("database", "another"), null)),
            spec.backupRoot(),
            null,
            null,
            null,
            null),
        "NoStorageManagers",
        "spec.storageManagers.selector");
  }

  @Test
  void aBackupRootThatIsNotMounted() {
    BackupPolicySpec spec = backups.onBoth();
    assertPolicyRefused(
        "not-mounted",
        new BackupPolicySpec(
            spec.database(), null, spec.storageManagers(), "/srv/backup", null, null, null, null),
        "BackupRootNotMounted",
        "/srv/backup");
  }

  @Test
  void anAdminThatIsNotThere() {
    BackupPolicySpec spec = backups.onBoth();
    BackupPolicy policy =
        backups.create(
            "no-admin",
            new BackupPolicySpec(
                new Database("demo", new Admin("http://nobody.here.svc:8888")),
                null,
                spec.storageManagers(),
                spec.backupRoot(),
                null,
                null,
                null,
                null));
    assertTold(policy, "AdminUnreachable", "nobody.here.svc");
    assertThat(backups.jobs("no-admin")).hasSizeLessThanOrEqualTo(3);
    backups.delete("no-admin");
  }

  @Test
  void aDatabaseThatTheAdminDoesNotKnow() {
    BackupPolicySpec spec = backups.onBoth();
    BackupPolicy policy =
        backups.create(
            "no-archive",
            new BackupPolicySpec(
                new Database("unheard-of", null),
                null,
                spec.storageManagers(),
                spec.backupRoot(),
                null,
                null,
                null,
                null));
    assertTold(policy, "ArchiveUnknown", STORAGE_MANAGER);
    assertThat(backups.jobs("no-archive")).hasSizeLessThanOrEqualTo(3);
    backups.delete("no-archive");
  }

  @Test
  void aBackupSetThatDoesNotExist() {
    RestoreJob restore = backups.restore("no-set", fromSet("no-such-set", "no-set"));
    Condition condition =
        awaitCondition(() -> backups.conditions(restore), "Ready", "BackupSetNotFound");
    assertThat(condition.status()).isEqualTo(Condition.Status.False);
    assertThat(condition.message()).contains("no-such-set");
    assertWarned(restore, "BackupSetNotFound");
    assertThat(
            domain
                .client()
                .persistentVolumeClaims()
                .inNamespace(domain.namespace())
                .withName("no-set")
                .get())
        .as("a volume for a restore that cannot start")
        .isNull();
  }

  @Test
  void aTargetThatIsNotEmpty() throws Exception {
    domain.load(0, 500, "");
    backups.create("not-empty", backups.onlyOn(STORAGE_MANAGER));
    backups.askFull("not-empty");
    backups.awaitSets("not-empty", 1, in(Phase.Open));
    backups.restore("first", fromPolicy("not-empty", "not-empty"));
    backups.awaitRestore("first", RestoreJobStatus.Phase.Completed);
    String before = RestoredArchive.dump(domain, "not-empty");

    RestoreJob second = backups.restore("second", fromPolicy("not-empty", "not-empty"));
    backups.awaitRestore("second", RestoreJobStatus.Phase.Failed);
    Condition condition =
        awaitCondition(() -> backups.conditions(second), "Stalled", "TargetNotEmpty");
    assertThat(condition.message()).contains("demo");
    assertWarned(second, "TargetNotEmpty");
    assertThat(RestoredArchive.dump(domain, "not-empty"))
        .as("the archive that was there")
        .isEqualTo(before);
    backups.delete("not-empty");
  }

  private void assertPolicyRefused(
      String name, BackupPolicySpec spec, String reason, String messagePart) {
    BackupPolicy policy = backups.create(name, spec);
    assertTold(policy, reason, messagePart);
    assertThat(backups.hotCopyJobs(name)).isEmpty();
    assertThat(backups.sets(name)).isEmpty();
    backups.delete(name);
  }

  private void assertTold(BackupPolicy policy, String reason, String messagePart) {
    Condition condition = awaitCondition(() -> backups.conditions(policy), "Ready", reason);
    assertThat(condition.status()).isEqualTo(Condition.Status.False);
    assertThat(condition.message()).contains(messagePart);
    assertWarned(policy, reason);
  }

  private void assertWarned(HasMetadata object, String reason) {
    await("a warning Event " + reason)
        .atMost(Backups.LIMIT)
        .untilAsserted(
            () ->
                assertThat(backups.events(object))
                    .filteredOn(event -> event.getType().equals("Warning"))
                    .extracting(Event::getReason)
                    .contains(reason));
  }
}
