package io.nuodb.backup.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.nuodb.backup.api.BackupPolicy;
import io.nuodb.backup.api.BackupPolicySpec;
import io.nuodb.backup.api.BackupPolicySpec.Mode;
import io.nuodb.backup.api.BackupPolicySpec.OnDemand;
import io.nuodb.backup.api.BackupPolicySpec.StorageManagers;
import io.nuodb.backup.api.PodSelector;
import io.nuodb.backup.job.JobKind;
import io.nuodb.backup.operator.TestDomain;
import io.nuodb.backup.operator.TestOperator;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ManyDueTest extends OperatorTestCase {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int POLICIES = 6;
  private static final String START = "create jobs";
  private static final String REPORT = "update backuppolicies/status";

  private final RequestLog log = new RequestLog();

  ManyDueTest(KubernetesClient client) {
    super(client);
  }

  @Test
  void allHotCopiesThatAreDueStartBeforeAnyIsReported() {
    for (int i = 0; i < POLICIES; i++) {
      namespace.runPod("sm-" + i, true);
      namespace.create(policyOf("sm-" + i));
    }
    try (var logged = InterceptedClient.of(client, log);
        var operator = TestOperator.withOneThread(logged, name)) {
      await("all reports").atMost(PATIENCE).until(() -> reports() >= POLICIES);
    }
    assertThat(kubelet.jobs(JobKind.HOT_COPY)).hasSize(POLICIES);
    List<String> writes =
        log.writes().stream().filter(it -> it.equals(START) || it.equals(REPORT)).toList();
    // One for its hot copy and one that asks for the archives.
    assertThat(writes.indexOf(REPORT)).isEqualTo(2 * POLICIES);
  }

  private long reports() {
    return log.writes().stream().filter(REPORT::equals).count();
  }

  private BackupPolicy policyOf(String pod) {
    BackupPolicy policy = TestDomain.policy(pod, new OnDemand("token", null));
    var selector = new PodSelector(Map.of("statefulset.kubernetes.io/pod-name", pod), null);
    policy.setSpec(
        new BackupPolicySpec(
            policy.getSpec().database(),
            null,
            new StorageManagers(selector, Mode.Independent, null),
            policy.getSpec().backupRoot(),
            null,
            policy.getSpec().onDemand(),
            null,
            null,
            null,
            null));
    return policy;
  }
}
