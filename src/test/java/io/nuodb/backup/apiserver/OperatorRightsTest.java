package io.nuodb.backup.apiserver;

import static io.nuodb.backup.operator.TestDomain.POD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.nuodb.backup.api.BackupPolicySpec.OnDemand;
import io.nuodb.backup.api.BackupPolicySpec.Schedule;
import io.nuodb.backup.api.BackupPolicySpec.Schedules;
import io.nuodb.backup.api.BackupSet;
import io.nuodb.backup.api.BackupSetStatus.Phase;
import io.nuodb.backup.api.RestoreJobStatus;
import io.nuodb.backup.job.JobKind;
import io.nuodb.backup.operator.TestDomain;
import io.nuodb.backup.operator.TestOperator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/**
 * The reconcilers under the rights that the chart gives them, on an API server that validates,
 * authorizes and refuses stale writes. Each test has its own namespace.
 */
class OperatorRightsTest extends OperatorTestCase {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Instant END = Instant.parse("2026-04-18T22:40:00Z");

  /** By then how far hot copies are is read. */
  private static final Clock SOON = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(1));

  /** By then finished Jobs may go, and Jobs whose pods do not run are ended. */
  private static final Clock LATER = Clock.offset(Clock.systemUTC(), Duration.ofHours(2));

  private static final RequestLog.Use READ_PROGRESS = new RequestLog.Use("get", "", "pods/log");

  private final RequestLog log = new RequestLog();

  OperatorRightsTest(KubernetesClient client) {
    super(client);
  }

  /** All verbs that the chart grants are needed for this, and no others are. */
  @Test
  void aPolicyAndARestoreNeedExactlyWhatTheChartPermits() throws Exception {
    ServiceAccount account = ServiceAccount.ofChart(client);
    try (var administrated = account.client(log, new Rival(client));
        var operator = new TestOperator(administrated)) {
      backUpAndRestore();
      namespace.edit(new OnDemand("running", "second", null, null));
      kubelet.run(kubelet.awaitRunning(JobKind.HOT_COPY));
      namespace.edit(new OnDemand("running", "pending", null, null));
      kubelet.awaitRunning(JobKind.HOT_COPY, 2);
    }
    try (var administrated = account.client(log);
        var operator = new TestOperator(administrated, name, SOON)) {
      await("a look at the progress")
          .atMost(PATIENCE)
          .until(() -> log.uses().contains(READ_PROGRESS));
    }
    try (var administrated = account.client(log);
        var operator = new TestOperator(administrated, name, LATER)) {
      await("no finished Jobs of hot copies, and the end of the one without a pod")
          .atMost(PATIENCE)
          .until(
              () ->
                  kubelet.jobs(JobKind.HOT_COPY).size() == 2
                      && kubelet.jobs(JobKind.HOT_COPY).stream()
                          .anyMatch(job -> job.getSpec().getActiveDeadlineSeconds() == 1));
    }
    assertThat(log.warnings()).isEmpty();
    assertThat(log.refusals()).isNotEmpty().allMatch(refusal -> refusal.startsWith("409 "));
    assertThat(log.uses()).containsExactlyInAnyOrderElementsOf(account.permitted());
  }

  @Test
  void aRoleInOneNamespaceIsEnoughToServeThatNamespace() throws Exception {
    ServiceAccount account =
        ServiceAccount.ofChart(
            client, "watchNamespaces={" + name + "}", "fullnameOverride=" + name);
    try (var confined = account.client(log);
        var operator = new TestOperator(confined, name, Clock.systemUTC())) {
      backUpAndRestore();
    }
    assertThat(log.warnings()).isEmpty();
  }

  /** What the last writer of each status wrote is there, field by field. */
  @Test
  void statusesAreStoredAsTheyWereWritten() {
    var writes = new StatusWrites();
    try (var recorded = InterceptedClient.of(client, writes);
        var operator = new TestOperator(recorded, name, Clock.systemUTC())) {
      backUpAndRestore();
      assertThat(writes.kinds())
          .containsExactlyInAnyOrder("BackupPolicy", "BackupSet", "RestoreJob");
      writes.assertStored(client);
    }
  }

  /** The volumes of journals are looked up though no journal hot copy is due before a leap day. */
  private void backUpAndRestore() {
    var never = new Schedule("0 0 29 2 *", null, null);
    namespace.create(
        TestDomain.policy(
            new Schedules("UTC", never, null, never),
            new OnDemand("first", null),
            "/var/opt/nuodb/backup"));
    kubelet.end(kubelet.awaitRunning(JobKind.DISCOVER), TestDomain.discovered(POD));
    Job full = kubelet.awaitRunning(JobKind.HOT_COPY);
    namespace.awaitSet(Phase.Initializing);
    kubelet.end(full, TestDomain.copied(full, 0, END));
    BackupSet open = namespace.awaitSet(Phase.Open);
    assertThat(open.getMetadata().getOwnerReferences()).isEmpty();

    namespace.edit(new OnDemand("first", "second"));
    Job incremental = kubelet.awaitRunning(JobKind.HOT_COPY);
    kubelet.end(incremental, TestDomain.copied(incremental, 1, END.plusSeconds(60)));
    await("the incremental's record")
        .atMost(PATIENCE)
        .until(() -> namespace.sets().getFirst().getStatus().elements().size() == 2);

    namespace.create(TestDomain.restore(open.getMetadata().getName(), null));
    Job restore = kubelet.awaitRunning(JobKind.RESTORE);
    var claim = client.persistentVolumeClaims().inNamespace(name).withName("restored").require();
    assertThat(claim.getMetadata().getOwnerReferences()).isEmpty();
    kubelet.end(restore, TestDomain.restored(END));
    namespace.awaitRestore(RestoreJobStatus.Phase.Completed, "Restored");
    namespace.awaitReady("Configured");
    await("the policy's report")
        .atMost(PATIENCE)
        .until(
            () ->
                END.plusSeconds(60)
                    .equals(namespace.policy().getStatus().lastSuccess().incremental()));
    assertThat(namespace.policy().getStatus().onDemand())
        .isEqualTo(new OnDemand("first", "second"));
    assertThat(kubelet.jobs(JobKind.HOT_COPY)).hasSize(2);
    assertThat(namespace.reasons())
        .contains("HotCopyStarted", "HotCopySucceeded", "Configured", "Restored");
  }
}
