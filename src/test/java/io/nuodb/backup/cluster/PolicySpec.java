package io.nuodb.backup.cluster;

import io.fabric8.kubernetes.api.model.Quantity;
import io.nuodb.backup.api.BackupPolicySpec;
import io.nuodb.backup.api.BackupPolicySpec.Admin;
import io.nuodb.backup.api.BackupPolicySpec.CaSecretReference;
import io.nuodb.backup.api.BackupPolicySpec.ClientSecretReference;
import io.nuodb.backup.api.BackupPolicySpec.Database;
import io.nuodb.backup.api.BackupPolicySpec.HotCopy;
import io.nuodb.backup.api.BackupPolicySpec.Mode;
import io.nuodb.backup.api.BackupPolicySpec.OnDemand;
import io.nuodb.backup.api.BackupPolicySpec.Redundancy;
import io.nuodb.backup.api.BackupPolicySpec.Schedule;
import io.nuodb.backup.api.BackupPolicySpec.Schedules;
import io.nuodb.backup.api.BackupPolicySpec.StorageManagers;
import io.nuodb.backup.api.BackupPolicySpec.Tls;
import io.nuodb.backup.api.PodSelector;
import java.util.Map;

/** A policy's spec, changed step by step from one without schedules. */
final class PolicySpec {
  private Database database = new Database(SimulatedDomain.DATABASE, null);
  private StorageManagers storageManagers;
  private String backupRoot = BackupPolicySpec.DEFAULT_BACKUP_ROOT;
  private Schedules schedules;
  private OnDemand onDemand = new OnDemand(null, null);
  private Boolean suspend;
  private HotCopy hotCopy;

  private PolicySpec(StorageManagers storageManagers) {
    this.storageManagers = storageManagers;
  }

  private PolicySpec(Map<String, String> labels) {
    this(new StorageManagers(new PodSelector(labels, null)));
  }

  /** For both storage managers of the domain. */
  static PolicySpec onBoth() {
    return new PolicySpec(
        Map.of("database", SimulatedDomain.DATABASE, "component", "sm", "role", "hotcopy"));
  }

  static PolicySpec onlyOn(String storageManager) {
    return new PolicySpec(Map.of("statefulset.kubernetes.io/pod-name", storageManager));
  }

  static PolicySpec of(BackupPolicySpec spec) {
    PolicySpec copy = new PolicySpec(spec.storageManagers());
    copy.database = spec.database();
    copy.backupRoot = spec.backupRoot();
    copy.schedules = spec.schedules();
    copy.onDemand = spec.onDemand() == null ? copy.onDemand : spec.onDemand();
    copy.suspend = spec.suspend();
    copy.hotCopy = spec.hotCopy();
    return copy;
  }

  PolicySpec selecting(Map<String, String> otherLabels) {
    storageManagers = new StorageManagers(new PodSelector(otherLabels, null));
    return this;
  }

  /** One storage manager of each value of the pods' label, the others stand by. */
  PolicySpec oneOfEach(String topologyKey) {
    storageManagers =
        new StorageManagers(
            storageManagers.selector(), Mode.Independent, new Redundancy(topologyKey, null));
    return this;
  }

  /** One coordinated hot copy over the storage managers of each value of the pods' label. */
  PolicySpec coordinatedBy(String topologyKey) {
    storageManagers =
        new StorageManagers(
            storageManagers.selector(), Mode.Coordinated, new Redundancy(topologyKey, null));
    return this;
  }

  PolicySpec database(String name) {
    database = new Database(name, null);
    return this;
  }

  PolicySpec admin(String url) {
    database = new Database(database.name(), new Admin(url, null, null));
    return this;
  }

  /** Over https, with the Secrets that NuoDB's Helm chart names by default. */
  PolicySpec adminOverTls() {
    return tls(new ClientSecretReference("nuodb-client-pem", null));
  }

  /** Over https, without the key by which the admin process knows its clients. */
  PolicySpec adminOverTlsWithoutClientKey() {
    return tls(null);
  }

  private PolicySpec tls(ClientSecretReference clientKey) {
    Tls tls = new Tls(new CaSecretReference("nuodb-ca-cert", null), clientKey, true);
    database = new Database(database.name(), new Admin(null, tls, null));
    return this;
  }

  PolicySpec backupRoot(String directory) {
    backupRoot = directory;
    return this;
  }

  PolicySpec fullSchedule(String timeZone, String cron) {
    schedules = new Schedules(timeZone, new Schedule(cron, null, null), null, null);
    return this;
  }

  /** Every minute another storage manager. */
  PolicySpec incrementalInTurns() {
    schedules = new Schedules("UTC", null, new Schedule("* * * * *", null, true, null), null);
    return this;
  }

  PolicySpec journalEveryMinute() {
    Schedule journal = new Schedule("* * * * *", null, null);
    Schedule never = new Schedule("@yearly", null, null);
    schedules = new Schedules("UTC", never, null, journal);
    return this;
  }

  /** Throttled, so that a hot copy lasts while a test does things. */
  PolicySpec maxRate(String bytesPerSecond) {
    hotCopy = new HotCopy(new Quantity(bytesPerSecond), "30m", null);
    return this;
  }

  PolicySpec fullOnDemand(String token) {
    onDemand = new OnDemand(token, onDemand.incremental(), onDemand.journal(), null);
    return this;
  }

  PolicySpec incrementalOnDemand(String token) {
    onDemand = new OnDemand(onDemand.full(), token, onDemand.journal(), null);
    return this;
  }

  PolicySpec journalOnDemand(String token) {
    onDemand = new OnDemand(onDemand.full(), onDemand.incremental(), token, null);
    return this;
  }

  PolicySpec suspended() {
    suspend = true;
    return this;
  }

  BackupPolicySpec build() {
    return new BackupPolicySpec(
        database,
        null,
        storageManagers,
        backupRoot,
        schedules,
        onDemand,
        suspend,
        hotCopy,
        null,
        null);
  }
}
