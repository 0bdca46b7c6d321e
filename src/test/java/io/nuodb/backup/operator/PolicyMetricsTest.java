package io.nuodb.backup.operator;

import static io.nuodb.backup.operator.TestDomain.POD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.javaoperatorsdk.operator.api.reconciler.Constants;
import io.nuodb.backup.api.BackupPolicy;
import io.nuodb.backup.api.BackupPolicySpec.OnDemand;
import io.nuodb.backup.api.BackupPolicySpec.Schedule;
import io.nuodb.backup.api.BackupPolicySpec.Schedules;
import io.nuodb.backup.api.BackupSetStatus.Phase;
import io.nuodb.backup.job.Cause;
import io.nuodb.backup.job.JobKind;
import io.nuodb.backup.job.JobResult;
import io.prometheus.client.CollectorRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an operator on a server that plays the API server tells Prometheus. */
@EnableKubernetesMockClient(crud = true)
class PolicyMetricsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String[] LABELS = {"namespace", "policy", "unit", "type"};

  KubernetesClient client;

  private final HandClock clock = new HandClock();
  private TestNamespace namespace;
  private TestKubelet kubelet;
  private CollectorRegistry registry;
  private TestOperator operator;

  @BeforeEach
  void start() {
    namespace = new TestNamespace(client, "nuodb");
    kubelet = new TestKubelet(client, "nuodb");
    startOperator();
  }

  private void startOperator() {
    registry = new CollectorRegistry();
    PolicyMetrics metrics = new PolicyMetrics(clock).register(registry);
    operator = new TestOperator(client, Constants.WATCH_ALL_NAMESPACES, clock, metrics);
  }

  @AfterEach
  void stop() {
    operator.close();
  }

  @Test
  void whatAlertsAskForIsThereAndTheSameFromAnotherOperator() throws IOException {
    Instant end = clock.instant();
    backUp(end);
    assertThat(sample("last_success_timestamp_seconds", "full")).isEqualTo(end.getEpochSecond());
    assertThat(sample("last_status", "full")).isEqualTo(1.0);
    assertThat(sample("duration_seconds", "full")).isEqualTo(10.0);
    assertThat(sample("size_bytes", "full")).isEqualTo(1000.0);
    assertThat(sample("running", "full")).isEqualTo(0.0);
    assertThat(sample("expected_interval_seconds", "incremental")).isEqualTo(3600.0);
    assertThat(sample("journal_age_seconds", "journal")).isEqualTo(0.0);
    assertThat(sample("expected_interval_seconds", "full")).isNull();
    assertThat(sample("last_success_timestamp_seconds", "journal")).isNull();

    copyJournal("first", 1, end.minus(Duration.ofHours(1)));
    copyJournal("second", 2, end);
    await("the room for 4000 bytes, of which an hour takes 1000")
        .atMost(PATIENCE)
        .until(
            () -> sample("journal_volume_left_seconds", "journal"), Double.valueOf(14400)::equals);
    assertThat(sample("journal_volume_size_bytes", "journal")).isEqualTo(10_000.0);
    assertThat(sample("journal_volume_free_bytes", "journal")).isEqualTo(4000.0);

    operator.close();
    clock.advance(Duration.ofHours(3));
    startOperator();
    await("the missed incrementals").atMost(PATIENCE).until(() -> missed() == 2.0);
    assertThat(sample("last_success_timestamp_seconds", "full")).isEqualTo(end.getEpochSecond());
    assertThat(sample("running", "incremental")).isEqualTo(1.0);
    assertThat(sample("journal_age_seconds", "journal")).isEqualTo(3 * 3600.0);

    assertThat(names()).containsAll(AlertRules.metrics());
  }

  @Test
  void aFailedRunShowsUntilAnotherOneIsGood() {
    backUp(clock.instant());
    namespace.edit(new OnDemand("first", null, null, "simple"));
    kubelet.end(kubelet.awaitRunning(JobKind.HOT_COPY), TestDomain.failed(Cause.HotCopyTimedOut));
    await("the failure").atMost(PATIENCE).until(() -> zero(sample("last_status", "simple")));
    assertThat(sample("last_status", "full")).isEqualTo(1.0);

    namespace.edit(new OnDemand("first", null, null, "again"));
    kubelet.awaitRunning(JobKind.HOT_COPY);
    await("the next one").atMost(PATIENCE).until(() -> one(sample("running", "simple")));
    assertThat(sample("last_status", "simple")).isEqualTo(0.0);
  }

  @Test
  void aPolicyThatIsNotReadyIsTold() {
    namespace.create(policy());
    namespace.awaitReady("NoStorageManagers");
    await("the sample").atMost(PATIENCE).until(() -> zero(ready()));
    namespace.runPod(POD, true);
    kubelet.end(kubelet.awaitRunning(JobKind.DISCOVER), TestDomain.discovered(POD));
    await("readiness").atMost(PATIENCE).until(() -> one(ready()));
  }

  @Test
  void aPolicyThatIsGoneLeavesNothing() {
    backUp(clock.instant());
    client.resources(BackupPolicy.class).inNamespace("nuodb").withName("demo").delete();
    await("no samples")
        .atMost(PATIENCE)
        .until(() -> names().equals(Set.of("nuodb_backup_operator_leading")));
  }

  /** With one good full, and schedules that are due in half an hour and then each hour. */
  private void backUp(Instant end) {
    namespace.runPod(POD, true);
    namespace.create(policy());
    kubelet.end(kubelet.awaitRunning(JobKind.DISCOVER), TestDomain.discovered(POD));
    Job full = kubelet.awaitRunning(JobKind.HOT_COPY);
    kubelet.end(full, TestDomain.copied(full, 0, end));
    namespace.awaitSet(Phase.Open);
    await("the sample")
        .atMost(PATIENCE)
        .until(() -> sample("last_success_timestamp_seconds", "full") != null);
  }

  private void copyJournal(String token, int n, Instant end) {
    namespace.edit(new OnDemand("first", null, token, null));
    Job job = kubelet.awaitRunning(JobKind.HOT_COPY);
    String set = namespace.sets().getFirst().getMetadata().getName();
    kubelet.end(
        job,
        TestDomain.journalCopied(job, set, n, end)
            .withJournalVolume(new JobResult.Volume(10_000, 4000)));
    await("the element")
        .atMost(PATIENCE)
        .until(() -> namespace.sets().getFirst().getStatus().counts().journal() == n);
  }

  private BackupPolicy policy() {
    int minute = clock.instant().atZone(ZoneOffset.UTC).plusMinutes(30).getMinute();
    var hourly = new Schedule(minute + " * * * *", null, null);
    return TestDomain.policy(
        new Schedules("UTC", null, hourly, hourly),
        new OnDemand("first", null),
        "/var/opt/nuodb/backup");
  }

  private Double sample(String name, String type) {
    return registry.getSampleValue(
        "nuodb_backup_" + name, LABELS, new String[] {"nuodb", "demo", POD, type});
  }

  private Double ready() {
    return registry.getSampleValue(
        "nuodb_backup_policy_ready",
        new String[] {"namespace", "policy"},
        new String[] {"nuodb", "demo"});
  }

  private double missed() {
    Double value =
        registry.getSampleValue(
            "nuodb_backup_missed_total",
            new String[] {"namespace", "policy", "unit", "type", "reason"},
            new String[] {"nuodb", "demo", POD, "incremental", "StartingDeadlinePassed"});
    return value == null ? 0 : value;
  }

  private static boolean zero(Double value) {
    return value != null && value == 0;
  }

  private static boolean one(Double value) {
    return value != null && value == 1;
  }

  /** Of metrics that have a sample now. */
  private Set<String> names() {
    Set<String> names = new TreeSet<>();
    registry
        .metricFamilySamples()
        .asIterator()
        .forEachRemaining(family -> family.samples.forEach(sample -> names.add(sample.name)));
    return names;
  }
}
