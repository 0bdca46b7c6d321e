package io.nuodb.backup.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.nuodb.backup.api.BackupPolicySpec.OnDemand;
import io.nuodb.backup.api.BackupSet;
import io.nuodb.backup.api.BackupSetStatus.Phase;
import io.nuodb.backup.api.Condition;
import io.nuodb.backup.api.RestoreJobStatus;
import io.nuodb.backup.job.JobKind;
import io.nuodb.backup.operator.TestDomain;
import io.nuodb.backup.operator.TestOperator;
import io.nuodb.backup.plan.Conditions;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** BackupSets whose policy is deleted. */
class UnattendedSetTest extends OperatorTestCase {
  private static final Instant END = Instant.parse("2026-04-18T22:40:00Z");

  UnattendedSetTest(KubernetesClient client) {
    super(client);
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
