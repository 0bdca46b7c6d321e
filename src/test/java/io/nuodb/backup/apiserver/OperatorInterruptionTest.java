package io.nuodb.backup.apiserver;

import static io.nuodb.backup.operator.TestDomain.POD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.nuodb.backup.api.Api;
import io.nuodb.backup.api.BackupPolicySpec.OnDemand;
import io.nuodb.backup.api.BackupPolicySpec.Schedule;
import io.nuodb.backup.api.BackupPolicySpec.Schedules;
import io.nuodb.backup.api.BackupPolicyStatus.RunState;
import io.nuodb.backup.api.BackupSetStatus.Phase;
import io.nuodb.backup.api.RestoreJob;
import io.nuodb.backup.api.RestoreJobSpec;
import io.nuodb.backup.api.RestoreJobStatus;
import io.nuodb.backup.job.JobKind;
import io.nuodb.backup.operator.TestDomain;
import io.nuodb.backup.operator.TestOperator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Operators beside each other, operators that were away, and an API server that says no. */
class OperatorInterruptionTest extends OperatorTestCase {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Instant END = Instant.parse("2026-04-18T22:40:00Z");

  private final RequestLog log = new RequestLog();

  OperatorInterruptionTest(KubernetesClient client) {
    super(client);
  }

  @Test
  void twoOperatorsStartNothingTwice() {
    String second = "sm-database-nuodb-cluster0-demo-hotcopy-1";
    namespace.runPod(second, true);
    namespace.create(TestDomain.policy(new OnDemand("full-0", null)));
    try (var one = InterceptedClient.of(client, log);
        var other = InterceptedClient.of(client, log);
        var first = new TestOperator(one, name, Clock.systemUTC());
        var twin = new TestOperator(other, name, Clock.systemUTC())) {
      kubelet.end(kubelet.awaitRunning(JobKind.DISCOVER), TestDomain.discovered(POD, second));
      for (int round = 0; round < 5; round++) {
        String before = round == 0 ? null : "incremental-" + (round - 1);
        namespace.edit(new OnDemand("full-" + round, before));
        endAll(round, 0);
        namespace.edit(new OnDemand("full-" + round, "incremental-" + round));
        endAll(round, 1);
      }
      String last = "incremental-4";
      await("the last token's answer")
          .atMost(PATIENCE)
          .until(() -> last.equals(namespace.policy().getStatus().onDemand().incremental()));
    }
    assertThat(kubelet.jobs(JobKind.HOT_COPY))
        .hasSize(20)
        .extracting(job -> job.getMetadata().getAnnotations().get(Api.RUN_KEY_ANNOTATION))
        .doesNotHaveDuplicates();
    assertThat(kubelet.jobs(JobKind.DISCOVER)).hasSize(1);
    assertThat(kubelet.jobs(JobKind.INSPECT)).isEmpty();
    assertThat(namespace.sets()).hasSize(10);
    assertThat(log.refusals()).allMatch(refusal -> refusal.startsWith("409 "));
  }

  /** Both find several due times that passed. */
  @Test
  void twoOperatorsThatComeLateMakeUpForTheNewestDueTimeOnce() {
    var each = new Schedule("* * * * *", null, null);
    namespace.create(
        TestDomain.policy(new Schedules("UTC", each, null, null), null, "/var/opt/nuodb/backup"));
    Clock late = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(5));
    try (var one = InterceptedClient.of(client, log);
        var other = InterceptedClient.of(client, log, new Rival(client));
        var first = new TestOperator(one, name, late);
        var twin = new TestOperator(other, name, late)) {
      Job full = kubelet.awaitRunning(JobKind.HOT_COPY);
      namespace.awaitRun(RunState.Running);
      await("the due times that are given up")
          .atMost(PATIENCE)
          .until(() -> namespace.reasons().contains("HotCopyMissed"));
      assertThat(full.getMetadata().getAnnotations()).containsEntry(Api.ATTEMPT_ANNOTATION, "1");
    }
    assertThat(kubelet.jobs(JobKind.HOT_COPY)).hasSize(1);
    assertThat(namespace.sets()).hasSize(1);
    assertThat(log.refusals()).allMatch(refusal -> refusal.startsWith("409 "));
  }

  /** Ends one hot copy on each of the two storage managers. */
  private void endAll(int round, int element) {
    for (Job job : kubelet.awaitRunning(JobKind.HOT_COPY, 2)) {
      kubelet.end(job, TestDomain.copied(job, element, END.plusSeconds(600L * round + element)));
    }
    await("their records")
        .atMost(PATIENCE)
        .until(
            () ->
                namespace.sets().stream()
                        .filter(set -> set.getStatus() != null)
                        .filter(set -> set.getStatus().elements() != null)
                        .mapToInt(set -> set.getStatus().elements().size())
                        .sum()
                    == 4 * round + 2 * (element + 1));
  }

  @Test
  void aJobThatVanishedWhileNobodyWatchedIsInspected() {
    namespace.create(TestDomain.policy(new OnDemand("first", null)));
    Job full;
    try (var operator = new TestOperator(client, name, Clock.systemUTC())) {
      full = kubelet.awaitRunning(JobKind.HOT_COPY);
      namespace.awaitRun(RunState.Running);
      namespace.awaitSet(Phase.Initializing);
    }
    kubelet.delete(full);
    try (var operator = new TestOperator(client, name, Clock.systemUTC())) {
      kubelet.end(kubelet.awaitRunning(JobKind.INSPECT), TestDomain.copied(full, 0, END));
      namespace.awaitSet(Phase.Open);
      namespace.awaitRun(RunState.Succeeded);
    }
    assertThat(kubelet.jobs(JobKind.HOT_COPY)).isEmpty();
  }

  @Test
  void aQuotaIsReportedAndWhatIsOverIsRecordedAllTheSame() {
    quota(2);
    namespace.create(TestDomain.policy(new OnDemand("first", null)));
    var log = new RequestLog();
    try (var logged = InterceptedClient.of(client, log);
        var operator = new TestOperator(logged, name, Clock.systemUTC())) {
      kubelet.end(kubelet.awaitRunning(JobKind.DISCOVER), TestDomain.discovered(POD));
      Job full = kubelet.awaitRunning(JobKind.HOT_COPY);
      namespace.edit(new OnDemand("second", null));
      kubelet.end(full, TestDomain.copied(full, 0, END));
      namespace.awaitSet(Phase.Open);
      assertThat(namespace.awaitReady("CreationRefused").message()).contains("exceeded quota");
      namespace.awaitWarning("CreationRefused");
      assertThat(log.writes().stream().filter("create jobs"::equals).count())
          .as("what is refused is not tried again at once")
          .isLessThan(8);
      quota(10);
      kubelet.awaitRunning(JobKind.HOT_COPY);
      namespace.awaitReady("Configured");
    }
  }

  @Test
  void aClaimThatIsRefusedIsReported() {
    namespace.create(TestDomain.policy(new OnDemand("first", null)));
    RestoreJob restore = TestDomain.restore(null, "demo");
    RestoreJobSpec spec = restore.getSpec();
    var claim = new RestoreJobSpec.VolumeClaim("restored", null, new Quantity("0"), null);
    restore.setSpec(
        new RestoreJobSpec(
            spec.source(), spec.to(), new RestoreJobSpec.Target(claim, null), null, null));
    try (var operator = new TestOperator(client, name, Clock.systemUTC())) {
      Job full = kubelet.awaitRunning(JobKind.HOT_COPY);
      kubelet.end(full, TestDomain.copied(full, 0, END));
      namespace.create(restore);
      namespace.awaitRestore(RestoreJobStatus.Phase.Pending, "CreationRefused");
      namespace.awaitWarning("CreationRefused");
    }
    assertThat(kubelet.jobs(JobKind.RESTORE)).isEmpty();
  }

  /** There is no controller that counts, so that the test says what it would. */
  private void quota(int jobs) {
    var hard = Map.of("count/jobs.batch", new Quantity("" + jobs));
    var used = Map.of("count/jobs.batch", new Quantity("" + allJobs()));
    var quota =
        new ResourceQuotaBuilder()
            .withNewMetadata()
            .withNamespace(name)
            .withName("jobs")
            .endMetadata()
            .withNewSpec()
            .withHard(hard)
            .endSpec()
            .build();
    client.resource(quota).serverSideApply();
    client
        .resource(quota)
        .editStatus(
            it ->
                new ResourceQuotaBuilder(it)
                    .withNewStatus()
                    .withHard(hard)
                    .withUsed(used)
                    .endStatus()
                    .build());
  }

  private int allJobs() {
    return client.batch().v1().jobs().inNamespace(name).list().getItems().size();
  }
}
