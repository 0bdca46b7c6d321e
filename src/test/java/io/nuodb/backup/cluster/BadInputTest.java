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
import io.nuodb.backup.api.BackupSetStatus.Phase;
import io.nuodb.backup.api.Condition;
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
        PolicySpec.onBoth().fullSchedule("Europe/Londinium", "@daily"),
        "InvalidSchedule",
        "Europe/Londinium");
  }

  @Test
  void aScheduleThatNeverFires() {
    assertPolicyRefused(
        "never",
        PolicySpec.onBoth().fullSchedule("UTC", "0 0 30 2 *"),
        "InvalidSchedule",
        "0 0 30 2 *");
  }

  @Test
  void aCronExpressionThatMakesNoSense() {
    assertPolicyRefused(
        "cron",
        PolicySpec.onBoth().fullSchedule("UTC", "61 * * * *"),
        "InvalidSchedule",
        "61 * * * *");
  }

  @Test
  void aSelectorThatMatchesNoPod() {
    assertPolicyRefused(
        "no-pod",
        PolicySpec.onBoth().selecting(Map.of("database", "another")).fullOnDemand("now"),
        "NoStorageManagers",
        "spec.storageManagers.selector");
  }

  @Test
  void aBackupRootThatIsNotMounted() {
    assertPolicyRefused(
        "not-mounted",
        PolicySpec.onBoth().backupRoot("/srv/backup").fullOnDemand("now"),
        "BackupRootNotMounted",
        "/srv/backup");
  }

  @Test
  void anAdminThatIsNotThere() {
    BackupPolicy policy =
        backups.create("no-admin", PolicySpec.onBoth().admin("http://nobody.here.svc:8888"));
    assertTold(policy, "AdminUnreachable", "nobody.here.svc");
    assertThat(backups.jobs("no-admin")).hasSize(1);
    backups.delete("no-admin");
  }

  @Test
  void aDatabaseThatTheAdminDoesNotKnow() {
    BackupPolicy policy = backups.create("no-archive", PolicySpec.onBoth().database("unheard-of"));
    assertTold(policy, "ArchiveUnknown", STORAGE_MANAGER);
    assertThat(backups.jobs("no-archive")).hasSize(1);
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
    backups.create("not-empty", PolicySpec.onlyOn(STORAGE_MANAGER));
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
      String name, PolicySpec spec, String reason, String messagePart) {
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
