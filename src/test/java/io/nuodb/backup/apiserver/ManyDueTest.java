package io.nuodb.backup.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.nuodb.backup.api.BackupPolicy;
import io.nuodb.backup.api.BackupPolicySpec;
import io.nuodb.backup.api.BackupPolicySpec.Mode;
import io.nuodb.backup.api.BackupPolicySpec.OnDemand;
import io.nuodb.backup.api.BackupPolicySpec.StorageManagers;
import io.nuodb.backup.api.BackupSet;
import io.nuodb.backup.api.BackupSetStatus.Phase;
import io.nuodb.backup.api.PodSelector;
import io.nuodb.backup.job.JobKind;
import io.nuodb.backup.operator.TestDomain;
import io.nuodb.backup.operator.TestOperator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ManyDueTest extends OperatorTestCase {
  /** Shorter than the pause after which a policy with running hot copies is looked at anyway. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final Pattern OWNER = Pattern.compile("\"backup.nuodb.io/policy\":\"([^\"]+)\"");
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

  /** The edit is an event of the turn that reports. */
  @Test
  void whatChangesBeforeTheReportIsPlannedAtOnce() {
    for (int i = 0; i < POLICIES; i++) {
      namespace.runPod("sm-" + i, true);
      namespace.create(policyOf("sm-" + i));
    }
    completeFulls();
    policies()
        .list()
        .getItems()
        .forEach(
            policy -> patch(policy, "{\"spec\": {\"onDemand\": {\"incremental\": \"token\"}}}"));
    var editing = new EditAtFirstJob();
    try (var edited = InterceptedClient.of(client, editing);
        var operator = TestOperator.withOneThread(edited, name)) {
      await("the policy that was edited")
          .atMost(PATIENCE)
          .until(
              () -> {
                BackupPolicy policy = policies().withName(editing.policy.get()).get();
                return policy != null
                    && Boolean.TRUE.equals(policy.getSpec().suspend())
                    && policy.getStatus() != null
                    && policy
                        .getMetadata()
                        .getGeneration()
                        .equals(policy.getStatus().observedGeneration());
              });
    }
  }

  private void completeFulls() {
    try (var operator = new TestOperator(client, name, Clock.systemUTC())) {
      await("all fulls")
          .atMost(PATIENCE)
          .until(() -> kubelet.jobs(JobKind.HOT_COPY).size() == POLICIES);
      kubelet
          .jobs(JobKind.HOT_COPY)
          .forEach(job -> kubelet.end(job, TestDomain.copied(job, 0, Instant.now())));
      await("all sets")
          .atMost(PATIENCE)
          .until(() -> namespace.sets().stream().filter(ManyDueTest::isOpen).count() == POLICIES);
    }
  }

  private static boolean isOpen(BackupSet set) {
    return set.getStatus() != null && set.getStatus().phase() == Phase.Open;
  }

  private void patch(BackupPolicy policy, String change) {
    policies()
        .withName(policy.getMetadata().getName())
        .patch(PatchContext.of(PatchType.JSON_MERGE), change);
  }

  private NonNamespaceOperation<
          BackupPolicy, KubernetesResourceList<BackupPolicy>, Resource<BackupPolicy>>
      policies() {
    return client.resources(BackupPolicy.class).inNamespace(name);
  }

  /** Edits the policy whose hot copy is the first to be started. */
  private final class EditAtFirstJob implements Interceptor {
    private final AtomicReference<String> policy = new AtomicReference<>("none");

    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
      Matcher owner = OWNER.matcher(String.valueOf(request.bodyString()));
      boolean start = request.method().equals("POST") && request.uri().getPath().endsWith("/jobs");
      if (start && owner.find() && policy.compareAndSet("none", owner.group(1))) {
        policies()
            .withName(owner.group(1))
            .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": {\"suspend\": true}}");
      }
    }
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
