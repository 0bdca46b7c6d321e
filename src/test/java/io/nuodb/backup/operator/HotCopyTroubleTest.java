package io.nuodb.backup.operator;

import static io.nuodb.backup.operator.TestDomain.POD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.javaoperatorsdk.operator.api.reconciler.Constants;
import io.nuodb.backup.api.Api;
import io.nuodb.backup.api.BackupPolicySpec.OnDemand;
import io.nuodb.backup.api.BackupPolicySpec.Schedule;
import io.nuodb.backup.api.BackupPolicySpec.Schedules;
import io.nuodb.backup.api.BackupPolicyStatus.Running;
import io.nuodb.backup.api.BackupPolicyStatus.Waiting;
import io.nuodb.backup.api.BackupSet;
import io.nuodb.backup.api.BackupSetStatus.Phase;
import io.nuodb.backup.api.Condition;
import io.nuodb.backup.job.Cause;
import io.nuodb.backup.job.JobKind;
import io.nuodb.backup.job.JobProgress;
import io.nuodb.backup.plan.Conditions;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Hot copies that a person cancels, that do not come to run, or that have to wait. */
@EnableKubernetesMockClient(crud = true)
class HotCopyTroubleTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Instant END = Instant.parse("2026-04-18T22:40:00Z");

  KubernetesMockServer server;
  KubernetesClient client;

  private final HandClock clock = new HandClock();
  private TestNamespace namespace;
  private TestKubelet kubelet;
  private TestOperator operator;

  @BeforeEach
  void start() {
    namespace = new TestNamespace(client, "nuodb");
    kubelet = new TestKubelet(client, "nuodb");
    startOperator();
    namespace.runPod(POD, true);
  }

  private void startOperator() {
    operator = new TestOperator(client, Constants.WATCH_ALL_NAMESPACES, clock);
  }

  @AfterEach
  void stop() {
    operator.close();
  }

  @Test
  void aPersonSeesTheHotCopysIdAndCancelsItByTheAnnotation() {
    namespace.create(TestDomain.policy(new OnDemand("first", null)));
    Job full = kubelet.awaitRunning(JobKind.HOT_COPY);
    BackupSet set = namespace.awaitSet(Phase.Initializing);
    kubelet.run(full);
    logs(full, new JobProgress("full", "7c", "3", 2, "Begin", 4096L));
    laterBy(HotCopyProgress.PAUSE);

    Running running = awaitProgress();
    assertThat(running.hotCopyId()).isEqualTo("7c");
    assertThat(running.stage()).isEqualTo(2);
    assertThat(running.message()).isEqualTo("Begin");

    cancel(set, "of-another");
    cancel(set, "7c");
    Job cancellation = kubelet.awaitRunning(JobKind.CANCEL);
    assertThat(
            cancellation.getSpec().getTemplate().getSpec().getContainers().getFirst().getCommand())
        .containsSubsequence("cancel")
        .containsSubsequence("--coordinator-start-id", "3")
        .containsSubsequence("--hot-copy-id", "7c");
    namespace.awaitReason("HotCopyCancelling");
    kubelet.end(full, TestDomain.failed(Cause.HotCopyCancelled));
    assertThat(reason(namespace.awaitSet(Phase.Failed))).isEqualTo("HotCopyCancelled");
    assertThat(kubelet.jobs(JobKind.HOT_COPY)).hasSize(1);
    assertThat(kubelet.jobs(JobKind.CANCEL)).hasSize(1);
  }

  @Test
  void aJobWhosePodDoesNotComeToRunIsEndedAndSaysWhy() {
    namespace.create(TestDomain.policy(new OnDemand("first", null)));
    Job full = kubelet.awaitRunning(JobKind.HOT_COPY);
    namespace.awaitSet(Phase.Initializing);
    laterBy(TestOperator.CONFIG.pendingAllowance().minusMinutes(1));
    await("why it does not run")
        .atMost(PATIENCE)
        .until(
            () ->
                "it has no pod"
                    .equals(namespace.policy().getStatus().running().getFirst().message()));
    assertThat(job(full).getSpec().getActiveDeadlineSeconds()).isGreaterThan(1);

    laterBy(Duration.ofMinutes(2));
    namespace.awaitWarning("PodNotStarted");
    await("the Job's end")
        .atMost(PATIENCE)
        .until(() -> job(full).getSpec().getActiveDeadlineSeconds() == 1);
    kubelet.loseResult(job(full));
    BackupSet failed = namespace.awaitSet(Phase.Failed);
    assertThat(reason(failed)).isEqualTo("PodNotStarted");
    assertThat(kubelet.jobs(JobKind.INSPECT)).isEmpty();
  }

  /** A look at the volume with the journal is not worth a journal hot copy. */
  @Test
  void aJournalHotCopyIsTriedAgainWithoutTheVolumeThatMayHaveKeptItFromRunning() {
    String claim = "archive-volume-" + POD;
    namespace.create(TestDomain.claim(claim, "ReadWriteOnce"));
    var never = new Schedule("0 0 29 2 *", null, null);
    namespace.create(
        TestDomain.policy(
            new Schedules("UTC", never, null, never),
            new OnDemand("first", null),
            "/var/opt/nuodb/backup"));
    Job full = kubelet.awaitRunning(JobKind.HOT_COPY);
    kubelet.end(full, TestDomain.copied(full, 0, clock.instant()));
    namespace.awaitSet(Phase.Open);
    namespace.edit(new OnDemand("first", null, "second", null));
    Job first = kubelet.awaitRunning(JobKind.HOT_COPY);
    assertThat(JournalVolume.of(first)).contains(new JournalVolume(claim));

    laterBy(TestOperator.CONFIG.pendingAllowance());
    await("the Job's end")
        .atMost(PATIENCE)
        .until(() -> job(first).getSpec().getActiveDeadlineSeconds() == 1);
    kubelet.loseResult(job(first));
    Job second = kubelet.awaitRunning(JobKind.HOT_COPY);
    assertThat(second.getMetadata().getAnnotations()).containsEntry(Api.ATTEMPT_ANNOTATION, "2");
    assertThat(JournalVolume.of(second)).isEmpty();
  }

  @Test
  void whatTheSettingsDoNotAllowAtOnceWaitsAndSaysFor() {
    operator.close();
    operator = new TestOperator(client, oneFullAtOnce());
    namespace.runPod("sm-database-nuodb-cluster0-demo-hotcopy-1", true);
    namespace.create(TestDomain.policy(new OnDemand("first", null)));
    Job first = kubelet.awaitRunning(JobKind.HOT_COPY);
    await("the other one's turn")
        .atMost(PATIENCE)
        .until(
            () ->
                Optional.ofNullable(namespace.policy().getStatus().waiting()).stream()
                    .flatMap(List::stream)
                    .map(Waiting::reason)
                    .toList(),
            List.of("ConcurrencyLimit")::equals);
    assertThat(kubelet.jobs(JobKind.HOT_COPY)).hasSize(1);

    kubelet.end(first, TestDomain.copied(first, 0, END));
    kubelet.awaitRunning(JobKind.HOT_COPY);
    assertThat(kubelet.jobs(JobKind.HOT_COPY)).hasSize(2);
  }

  @Test
  void theSecondOfTwoPoliciesOverOnePodStandsBackUntilTheFirstIsGone() {
    namespace.create(TestDomain.policy(new OnDemand("first", null)));
    kubelet.awaitRunning(JobKind.HOT_COPY);
    namespace.create(TestDomain.policy("other", new OnDemand("first", null)));
    assertThat(namespace.awaitReady("other", "OverlappingPolicy").message())
        .contains("BackupPolicy demo")
        .contains(POD);
    assertThat(
            Conditions.find(namespace.policy("other").getStatus().conditions(), Conditions.STALLED))
        .get()
        .extracting(Condition::status)
        .isEqualTo(Condition.Status.True);
    assertThat(kubelet.jobs(JobKind.HOT_COPY)).hasSize(1);

    namespace.deletePolicy("demo");
    laterBy(Duration.ofMinutes(2));
    kubelet.awaitRunning(JobKind.HOT_COPY, 2);
    await("no stalling")
        .atMost(PATIENCE)
        .until(
            () ->
                Conditions.find(
                            namespace.policy("other").getStatus().conditions(), Conditions.STALLED)
                        .orElseThrow()
                        .status()
                    == Condition.Status.False);
  }

  /** A restart, so that no timer has to be waited for. */
  private void laterBy(Duration duration) {
    operator.close();
    clock.advance(duration.plusSeconds(10));
    startOperator();
  }

  private void logs(Job job, JobProgress progress) {
    server
        .expect()
        .get()
        .withPath(
            "/api/v1/namespaces/nuodb/pods/%s/log?pretty=false&tailLines=5"
                .formatted(TestKubelet.podName(job)))
        .andReturn(
            HttpURLConnection.HTTP_OK,
            "{\"type\":\"older\"}\n" + progress.toJson() + "\na word for a person\n")
        .always();
  }

  private Running awaitProgress() {
    return await("progress")
        .atMost(PATIENCE)
        .until(
            () -> namespace.policy().getStatus().running().getFirst(),
            running -> running.hotCopyId() != null);
  }

  private void cancel(BackupSet set, String hotCopyId) {
    client
        .resources(BackupSet.class)
        .inNamespace("nuodb")
        .withName(set.getMetadata().getName())
        .edit(
            current -> {
              current.getMetadata().getAnnotations().put(Api.CANCEL_ANNOTATION, hotCopyId);
              return current;
            });
  }

  private Job job(Job job) {
    return client.batch().v1().jobs().resource(job).get();
  }

  private static String reason(BackupSet set) {
    return Conditions.find(set.getStatus().conditions(), Conditions.STALLED).orElseThrow().reason();
  }

  private static OperatorConfig oneFullAtOnce() {
    return new OperatorConfig() {
      @Override
      public String agentImage() {
        return TestOperator.CONFIG.agentImage();
      }

      @Override
      public String agentImagePullPolicy() {
        return TestOperator.CONFIG.agentImagePullPolicy();
      }

      @Override
      public String storageManagerSelector() {
        return TestOperator.CONFIG.storageManagerSelector();
      }

      @Override
      public Duration pendingAllowance() {
        return TestOperator.CONFIG.pendingAllowance();
      }

      @Override
      public OptionalInt maxConcurrentFull() {
        return OptionalInt.of(1);
      }

      @Override
      public OptionalInt maxConcurrentIncremental() {
        return OptionalInt.empty();
      }

      @Override
      public OptionalInt maxConcurrentJournal() {
        return OptionalInt.empty();
      }
    };
  }
}
