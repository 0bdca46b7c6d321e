package io.nuodb.backup.operator;

import static io.nuodb.backup.operator.TestDomain.POD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.nuodb.backup.api.Api;
import io.nuodb.backup.api.BackupPolicy;
import io.nuodb.backup.api.BackupPolicySpec.OnDemand;
import io.nuodb.backup.api.BackupPolicySpec.Schedule;
import io.nuodb.backup.api.BackupPolicySpec.Schedules;
import io.nuodb.backup.api.BackupPolicyStatus.RunState;
import io.nuodb.backup.api.BackupSet;
import io.nuodb.backup.api.BackupSetStatus.Phase;
import io.nuodb.backup.api.Condition;
import io.nuodb.backup.api.HotCopyType;
import io.nuodb.backup.api.RestoreJobStatus;
import io.nuodb.backup.job.Cause;
import io.nuodb.backup.job.JobKind;
import io.nuodb.backup.job.JobResult;
import io.nuodb.backup.plan.Conditions;
import io.nuodb.backup.plan.JobName;
import io.nuodb.backup.plan.RunKey;
import io.nuodb.backup.plan.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The operator's reconcilers together, on a server that plays the API server. */
@EnableKubernetesMockClient(crud = true)
class OperatorTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Instant END = Instant.parse("2026-04-18T22:40:00Z");

  KubernetesClient client;

  private TestNamespace namespace;
  private TestKubelet kubelet;
  private TestOperator operator;

  @BeforeEach
  void start() {
    namespace = new TestNamespace(client, "nuodb");
    kubelet = new TestKubelet(client, "nuodb");
    operator = new TestOperator(client);
  }

  @AfterEach
  void stop() {
    operator.close();
  }

  @Test
  void aFullAndAnIncrementalOnDemandMakeOneOpenSet() {
    namespace.runPod(POD, true);
    namespace.create(TestDomain.policy(new OnDemand("first", null)));
    kubelet.end(kubelet.awaitRunning(JobKind.DISCOVER), TestDomain.discovered(POD));
    Job full = kubelet.awaitRunning(JobKind.HOT_COPY);
    BackupSet initializing = namespace.awaitSet(Phase.Initializing);
    assertThat(initializing.getMetadata().getName()).startsWith("demo-hotcopy-0-2");
    assertThat(initializing.getMetadata().getOwnerReferences()).isEmpty();

    kubelet.end(full, TestDomain.copied(full, 0, END));
    BackupSet open = namespace.awaitSet(Phase.Open);
    assertThat(open.getStatus().storageManager().persistentVolumeClaim())
        .isEqualTo("backup-volume-" + POD);
    assertThat(open.getStatus().storageManager().volumePath())
        .isEqualTo(open.getMetadata().getName());
    namespace.awaitReady("Configured");

    namespace.edit(new OnDemand("first", "second"));
    Job incremental = kubelet.awaitRunning(JobKind.HOT_COPY);
    assertThat(incremental.getMetadata().getAnnotations())
        .containsEntry(Api.BACKUP_SET_ANNOTATION, open.getMetadata().getName())
        .containsEntry(Api.TYPE_ANNOTATION, "incremental");
    kubelet.end(incremental, TestDomain.copied(incremental, 1, END.plusSeconds(60)));

    await("the element")
        .atMost(PATIENCE)
        .until(() -> namespace.sets().getFirst().getStatus().elements().size() == 2);
    var status = namespace.sets().getFirst().getStatus();
    assertThat(status.recoverable().from()).isEqualTo(END);
    assertThat(status.recoverable().to()).isEqualTo(END.plusSeconds(60));
    assertThat(status.counts().incremental()).isEqualTo(1);
    await("the policy's report")
        .atMost(PATIENCE)
        .until(
            () ->
                END.plusSeconds(60)
                    .equals(namespace.policy().getStatus().lastSuccess().incremental()));
    assertThat(namespace.policy().getStatus().onDemand())
        .isEqualTo(new OnDemand("first", "second"));
    assertThat(kubelet.jobs(JobKind.HOT_COPY)).hasSize(2);
    assertThat(namespace.reasons()).contains("HotCopyStarted", "HotCopySucceeded", "Configured");
  }

  @Test
  void anOperatorThatRestartsStartsNothingTwice() {
    namespace.runPod(POD, true);
    namespace.create(TestDomain.policy(new OnDemand("first", null)));
    kubelet.end(kubelet.awaitRunning(JobKind.DISCOVER), TestDomain.discovered(POD));
    Job full = kubelet.awaitRunning(JobKind.HOT_COPY);

    operator.close();
    kubelet.end(full, TestDomain.copied(full, 0, END));
    operator = new TestOperator(client);

    namespace.awaitSet(Phase.Open);
    namespace.awaitRun(RunState.Succeeded);
    assertThat(kubelet.jobs(JobKind.HOT_COPY)).hasSize(1);
    assertThat(kubelet.jobs(JobKind.DISCOVER)).hasSize(1);
    assertThat(namespace.sets()).hasSize(1);
  }

  @Test
  void aLostResultIsInspectedAndNotAssumed() {
    namespace.runPod(POD, true);
    namespace.create(TestDomain.policy(new OnDemand("first", null)));
    Job full = kubelet.awaitRunning(JobKind.HOT_COPY);
    kubelet.loseResult(full);

    Job inspection = kubelet.awaitRunning(JobKind.INSPECT);
    assertThat(namespace.sets().getFirst().getStatus().phase()).isEqualTo(Phase.Initializing);
    kubelet.end(inspection, TestDomain.copied(full, 0, END));

    namespace.awaitSet(Phase.Open);
    namespace.awaitRun(RunState.Succeeded);
    assertThat(kubelet.jobs(JobKind.HOT_COPY)).hasSize(1);
  }

  @Test
  void aDeletedJobIsInspectedAndNotRunAgain() {
    namespace.runPod(POD, true);
    namespace.create(TestDomain.policy(new OnDemand("first", null)));
    Job full = kubelet.awaitRunning(JobKind.HOT_COPY);
    namespace.awaitRun(RunState.Running);
    kubelet.delete(full);

    Job inspection = kubelet.awaitRunning(JobKind.INSPECT);
    kubelet.end(inspection, TestDomain.failed(Cause.HotCopyLost));

    BackupSet failed = namespace.awaitSet(Phase.Failed);
    assertThat(Conditions.find(failed.getStatus().conditions(), Conditions.STALLED))
        .get()
        .extracting(Condition::reason)
        .isEqualTo("HotCopyLost");
    namespace.awaitRun(RunState.Failed);
    assertThat(kubelet.jobs(JobKind.HOT_COPY)).isEmpty();
  }

  @Test
  void aFailedFullFailsItsSetAndAnIncrementalStartsAnother() {
    namespace.runPod(POD, true);
    namespace.create(TestDomain.policy(new OnDemand("first", null)));
    Job full = kubelet.awaitRunning(JobKind.HOT_COPY);
    kubelet.end(full, TestDomain.failed(Cause.HotCopyFailed));
    namespace.awaitSet(Phase.Failed);

    namespace.edit(new OnDemand("first", "next"));
    Job second = kubelet.awaitRunning(JobKind.HOT_COPY);
    assertThat(second.getMetadata().getAnnotations())
        .containsEntry(Api.REQUESTED_TYPE_ANNOTATION, "incremental")
        .containsEntry(Api.TYPE_ANNOTATION, "full");
    await("the Event")
        .atMost(PATIENCE)
        .until(() -> namespace.reasons().contains("NoCompleteBackupSet"));
  }

  @Test
  void aStorageManagerThatIsNotReadyIsWaitedFor() {
    Pod pod = namespace.runPod(POD, false);
    namespace.create(TestDomain.policy(new OnDemand("first", null)));
    kubelet.end(kubelet.awaitRunning(JobKind.DISCOVER), TestDomain.discovered(POD));
    namespace.awaitReady("Configured");
    assertThat(kubelet.jobs(JobKind.HOT_COPY)).isEmpty();

    client.pods().resource(pod).editStatus(current -> TestDomain.ready(current, true));
    kubelet.awaitRunning(JobKind.HOT_COPY);
  }

  @Test
  void aCronThatNeverFiresIsReported() {
    namespace.runPod(POD, true);
    namespace.create(scheduled("0 0 30 2 *", "UTC"));
    Condition ready = namespace.awaitReady("InvalidSchedule");
    assertThat(ready.message()).startsWith("spec.schedules.full.cron: '0 0 30 2 *'");
    assertThat(Conditions.find(namespace.policy().getStatus().conditions(), Conditions.STALLED))
        .get()
        .extracting(Condition::status)
        .isEqualTo(Condition.Status.True);
    await("the Event")
        .atMost(PATIENCE)
        .until(() -> namespace.reasons().contains("InvalidSchedule"));
  }

  @Test
  void anUnknownTimeZoneIsReported() {
    namespace.runPod(POD, true);
    namespace.create(scheduled("0 0 * * *", "Europe/Atlantis"));
    assertThat(namespace.awaitReady("InvalidSchedule").message()).contains("Europe/Atlantis");
  }

  @Test
  void aSelectorWithoutPodsIsReportedAndWatched() {
    namespace.create(TestDomain.policy(null));
    namespace.awaitReady("NoStorageManagers");
    assertThat(kubelet.jobs(JobKind.DISCOVER)).isEmpty();

    namespace.runPod(POD, true);
    kubelet.awaitRunning(JobKind.DISCOVER);
  }

  @Test
  void aBackupRootThatIsNotMountedIsReported() {
    namespace.runPod(POD, true);
    namespace.create(TestDomain.policy(null, new OnDemand("first", null), "/elsewhere"));
    assertThat(namespace.awaitReady("BackupRootNotMounted").message())
        .contains("/elsewhere")
        .contains(POD);
    assertThat(kubelet.jobs(JobKind.HOT_COPY)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"AdminUnreachable", "AdminTlsFailed", "ArchiveUnknown"})
  void anUnansweredQuestionForArchivesIsReportedWithoutAJobStorm(Cause cause) {
    namespace.runPod(POD, true);
    namespace.create(TestDomain.policy(null));
    kubelet.end(kubelet.awaitRunning(JobKind.DISCOVER), TestDomain.failed(cause));
    assertThat(namespace.awaitReady(cause.name()).message()).endsWith("it is asked again");
    namespace.awaitWarning(cause.name());
    assertThat(kubelet.jobs(JobKind.DISCOVER)).hasSize(1);
  }

  @Test
  void aRestoreFillsAFreshVolumeFromTheNewestSet() {
    namespace.runPod(POD, true);
    namespace.create(TestDomain.policy(new OnDemand("first", null)));
    Job full = kubelet.awaitRunning(JobKind.HOT_COPY);
    namespace.create(TestDomain.restore(null, "demo"));
    namespace.awaitRestore(RestoreJobStatus.Phase.Pending, "BackupSetInitializing");
    kubelet.end(full, TestDomain.copied(full, 0, END));

    Job restore = kubelet.awaitRunning(JobKind.RESTORE);
    var claim = client.persistentVolumeClaims().inNamespace("nuodb").withName("restored").get();
    assertThat(claim.getMetadata().getOwnerReferences()).isEmpty();
    assertThat(claim.getSpec().getResources().getRequests().get("storage").toString())
        .isEqualTo("1Gi");
    kubelet.end(
        restore,
        new JobResult(
            null,
            "ok",
            null,
            null,
            null,
            null,
            null,
            null,
            new JobResult.Restored("id", END, 7, 4096)));

    var done = namespace.awaitRestore(RestoreJobStatus.Phase.Completed, "Restored");
    assertThat(done.resolved().element()).isEqualTo("full");
    assertThat(done.volumePath()).isEqualTo("demo");
    assertThat(done.files()).isEqualTo(7);
  }

  @Test
  void aRestoreOfASetThatDoesNotExistIsReported() {
    namespace.create(TestDomain.restore("nowhere", null));
    namespace.awaitRestore(RestoreJobStatus.Phase.Pending, "BackupSetNotFound");
    assertThat(kubelet.jobs(JobKind.RESTORE)).isEmpty();
  }

  @Test
  void aRestoreThatEndsWithoutResultIsNeverCalledDone() {
    namespace.runPod(POD, true);
    namespace.create(TestDomain.policy(new OnDemand("first", null)));
    Job full = kubelet.awaitRunning(JobKind.HOT_COPY);
    kubelet.end(full, TestDomain.copied(full, 0, END));
    namespace.create(TestDomain.restore(null, "demo"));
    kubelet.loseResult(kubelet.awaitRunning(JobKind.RESTORE));
    namespace.awaitRestore(RestoreJobStatus.Phase.Failed, "ResultLost");
  }

  /** Somebody else's Job has the name: people are told, and all else goes on. */
  @Test
  void aNameThatIsTakenStopsNothingElse() {
    namespace.runPod(POD, true);
    namespace.create(TestDomain.policy(null));
    kubelet.end(kubelet.awaitRunning(JobKind.DISCOVER), TestDomain.discovered(POD));
    namespace.awaitReady("Configured");
    var key =
        new RunKey(
            namespace.policy().getMetadata().getUid(),
            Optional.of(POD),
            HotCopyType.FULL,
            new Trigger.OnDemand("taken"),
            1);
    String taken = JobName.of("demo", "full", key.text());
    namespace.create(
        new JobBuilder()
            .withNewMetadata()
            .withName(taken)
            .endMetadata()
            .withNewSpec()
            .endSpec()
            .build());

    namespace.edit(new OnDemand("taken", null, null, "free"));
    Job simple = kubelet.awaitRunning(JobKind.HOT_COPY);
    assertThat(simple.getMetadata().getAnnotations())
        .containsEntry(Api.TYPE_ANNOTATION, HotCopyType.SIMPLE.text());
    assertThat(namespace.awaitReady("CreationRefused").message())
        .contains("the name of Job " + taken);

    client.batch().v1().jobs().inNamespace("nuodb").withName(taken).delete();
    kubelet.awaitRunning(JobKind.HOT_COPY, 2);
  }

  @Test
  void aSetThatWasMadeByHandIsReportedAndStartsNothing() {
    namespace.runPod(POD, true);
    namespace.create(TestDomain.policy(null));
    namespace.create(TestDomain.setByHand("by-hand"));
    namespace.awaitStalled("by-hand", "NotRecorded");
    namespace.awaitWarning("NotRecorded");
    assertThat(kubelet.jobs(JobKind.HOT_COPY)).isEmpty();
    assertThat(kubelet.jobs(JobKind.INSPECT)).isEmpty();
  }

  private static BackupPolicy scheduled(String cron, String timeZone) {
    var schedules = new Schedules(timeZone, new Schedule(cron, null, null), null, null);
    return TestDomain.policy(schedules, null, "/var/opt/nuodb/backup");
  }
}
