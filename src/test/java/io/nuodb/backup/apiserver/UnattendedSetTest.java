package io.nuodb.backup.apiserver;

import static io.nuodb.backup.operator.TestDomain.POD;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.nuodb.backup.api.BackupPolicySpec.OnDemand;
import io.nuodb.backup.api.BackupSet;
import io.nuodb.backup.api.BackupSetStatus.Phase;
import io.nuodb.backup.api.Condition;
import io.nuodb.backup.api.RestoreJobStatus;
import io.nuodb.backup.job.JobKind;
import io.nuodb.backup.operator.TestDomain;
import io.nuodb.backup.operator.TestKubelet;
import io.nuodb.backup.operator.TestNamespace;
import io.nuodb.backup.operator.TestOperator;
import io.nuodb.backup.plan.Conditions;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** BackupSets whose policy is deleted. */
@Tag("api-server")
@ExtendWith(ApiServer.class)
class UnattendedSetTest {
  private static final Instant END = Instant.parse("2026-04-18T22:40:00Z");

  private final KubernetesClient client;
  private final String name = "test-" + UUID.randomUUID();
  private final TestNamespace namespace;
  private final TestKubelet kubelet;

  UnattendedSetTest(KubernetesClient client) {
    this.client = client;
    this.namespace = new TestNamespace(client, name);
    this.kubelet = new TestKubelet(client, name);
  }

  @BeforeEach
  void createNamespace() {
    client
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels("pod-security.kubernetes.io/warn", "restricted")
                .endMetadata()
                .build())
        .create();
    namespace.runPod(POD, true);
  }

  @AfterEach
  void clear() {
    namespace.clear();
  }

  @Test
  void aSetWhosePolicyIsGoneSaysSoUntilAPolicyOfThatNameInspectsIt() {
    var policy = TestDomain.policy(new OnDemand("first", null));
    namespace.create(policy);
    try (var operator = new TestOperator(client, name, Clock.systemUTC())) {
      Job full = kubelet.awaitRunning(JobKind.HOT_COPY);
      String set = namespace.awaitSet(Phase.Initializing).getMetadata().getName();
      client.resource(policy).delete();
      // The garbage collector's work.
      kubelet.jobs(JobKind.HOT_COPY).forEach(kubelet::delete);
      kubelet.jobs(JobKind.DISCOVER).forEach(kubelet::delete);
      namespace.awaitStalled(set, "PolicyNotFound");
      namespace.awaitWarning("PolicyNotFound");
      namespace.create(TestDomain.restore(set, null));
      assertThat(namespace.awaitRestore(RestoreJobStatus.Phase.Pending, "NoUsableBackupSet"))
          .isNotNull();

      namespace.create(TestDomain.policy(null));
      kubelet.end(kubelet.awaitRunning(JobKind.INSPECT), TestDomain.copied(full, 0, END));
      BackupSet settled = namespace.awaitSet(Phase.Open);
      assertThat(settled.getMetadata().getName()).isEqualTo(set);
      assertThat(Conditions.find(settled.getStatus().conditions(), Conditions.STALLED))
          .get()
          .extracting(Condition::status)
          .isEqualTo(Condition.Status.False);
      kubelet.awaitRunning(JobKind.RESTORE);
    }
    assertThat(kubelet.jobs(JobKind.HOT_COPY)).isEmpty();
  }

  @Test
  void finishedSetsKeepTheirStatusWhenTheirPolicyGoes() {
    var policy = TestDomain.policy(new OnDemand("first", null));
    namespace.create(policy);
    try (var operator = new TestOperator(client, name, Clock.systemUTC())) {
      Job full = kubelet.awaitRunning(JobKind.HOT_COPY);
      kubelet.end(full, TestDomain.copied(full, 0, END));
      namespace.awaitSet(Phase.Open);
      namespace.edit(new OnDemand("second", null));
      Job newer = kubelet.awaitRunning(JobKind.HOT_COPY);
      kubelet.end(newer, TestDomain.copied(newer, 0, END.plusSeconds(60)));
      namespace.awaitSet(Phase.Closed);
      namespace.edit(new OnDemand("third", null));
      kubelet.awaitRunning(JobKind.HOT_COPY);
      namespace.awaitSet(Phase.Initializing);

      List<BackupSet> before = namespace.sets();
      client.resource(policy).delete();
      // The unfinished one tells that the operator has noticed.
      namespace.awaitWarning("PolicyNotFound");
      assertThat(namespace.sets())
          .filteredOn(set -> set.getStatus().phase() != Phase.Initializing)
          .hasSize(2)
          .allMatch(before::contains);
    }
  }
}
