package io.nuodb.backup.cluster;

import io.fabric8.kubernetes.api.model.Quantity;
import io.nuodb.backup.api.BackupPolicySpec;
import io.nuodb.backup.api.BackupPolicySpec.Admin;
import io.nuodb.backup.api.BackupPolicySpec.CaSecretReference;
import io.nuodb.backup.api.BackupPolicySpec.ClientSecretReference;
import io.nuodb.backup.api.BackupPolicySpec.Database;
import io.nuodb.backup.api.BackupPolicySpec.HotCopy;
import io.nuodb.backup.api.BackupPolicySpec.OnDemand;
import io.nuodb.backup.api.BackupPolicySpec.Schedule;
import io.nuodb.backup.api.BackupPolicySpec.Schedules;
import io.nuodb.backup.api.BackupPolicySpec.StorageManagers;
import io.nuodb.backup.api.BackupPolicySpec.Tls;
import io.nuodb.backup.api.PodSelector;
import java.util.Map;

/** A policy's spec, changed step by step from one without schedules. */
final class PolicySpec {
  private Database database = new Database(SimulatedDomain.DATABASE, null);
  private Map<String, String> labels;
  private String backupRoot = BackupPolicySpec.DEFAULT_BACKUP_ROOT;
  private Schedules schedules;
  private OnDemand onDemand = new OnDemand(null, null);
  private Boolean suspend;
  private HotCopy hotCopy;

  private PolicySpec(Map<String, String> labels) {
    this.labels = labels;
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
    PolicySpec copy = new PolicySpec(spec.storageManagers().selector().matchLabels());
    copy.database = spec.database();
    copy.backupRoot = spec.backupRoot();
    copy.schedules = spec.schedules();
    copy.onDemand = spec.onDemand() == null ? copy.onDemand : spec.onDemand();
    copy.suspend = spec.suspend();
    copy.hotCopy = spec.hotCopy();
    return copy;
  }

  PolicySpec selecting(Map<String, String> otherLabels) {
    labels = otherLabels;
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

  /** Throttled, so that a hot copy lasts while a test does things. */
  PolicySpec maxRate(String bytesPerSecond) {
    hotCopy = new HotCopy(new Quantity(bytesPerSecond), "30m", null);
    return this;
  }

  PolicySpec fullOnDemand(String token) {
    onDemand = new OnDemand(token, onDemand.incremental());
    return this;
  }

  PolicySpec incrementalOnDemand(String token) {
    onDemand = new OnDemand(onDemand.full(), token);
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
        new StorageManagers(new PodSelector(labels, null)),
        backupRoot,
        schedules,
        onDemand,
        suspend,
        hotCopy,
        null,
        null);
  }
}
