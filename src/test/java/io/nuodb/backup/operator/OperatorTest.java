package io.nuodb.backup.operator;

import static io.nuodb.backup.operator.TestDomain.NAMESPACE;
import static io.nuodb.backup.operator.TestDomain.POD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
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
import io.nuodb.backup.api.RestoreJob;
import io.nuodb.backup.api.RestoreJobSpec;
import io.nuodb.backup.api.RestoreJobStatus;
import io.nuodb.backup.job.Cause;
import io.nuodb.backup.job.JobKind;
import io.nuodb.backup.job.JobResult;
import io.nuodb.backup.plan.Conditions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The operator's reconcilers together, on a server that plays the API server. */
@EnableKubernetesMockClient(crud = true)
class OperatorTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Instant END = Instant.parse("2026-04-18T22:40:00Z");

  KubernetesClient client;

  private TestKubelet kubelet;
  private TestOperator operator;

  @BeforeEach
  void start() {
    kubelet = new TestKubelet(client, NAMESPACE);
    operator = new TestOperator(client);
  }

  @AfterEach
  void stop() {
    operator.close();
  }

  @Test
  void aFullAndAnIncrementalOnDemandMakeOneOpenSet() {
    runPod(POD, true);
    create(TestDomain.policy(new OnDemand("first", null)));
    kubelet.end(kubelet.awaitRunning(JobKind.DISCOVER), TestDomain.discovered(POD));
    Job full = kubelet.awaitRunning(JobKind.HOT_COPY);
    BackupSet initializing = awaitSet(Phase.Initializing);
    assertThat(initializing.getMetadata().getName()).startsWith("demo-hotcopy-0-2");
    assertThat(initializing.getMetadata().getOwnerReferences()).isEmpty();

    kubelet.end(full, TestDomain.copied(full, 0, END));
    BackupSet open = awaitSet(Phase.Open);
    assertThat(open.getStatus().storageManager().persistentVolumeClaim())
        .isEqualTo("backup-volume-" + POD);
    assertThat(open.getStatus().storageManager().volumePath())
        .isEqualTo(open.getMetadata().getName());
    awaitReady("Configured");

    edit(new OnDemand("first", "second"));
    Job incremental = kubelet.awaitRunning(JobKind.HOT_COPY);
    assertThat(incremental.getMetadata().getAnnotations())
        .containsEntry(Api.BACKUP_SET_ANNOTATION, open.getMetadata().getName())
        .containsEntry(Api.TYPE_ANNOTATION, "incremental");
    kubelet.end(incremental, TestDomain.copied(incremental, 1, END.plusSeconds(60)));

    await("the element")
        .atMost(PATIENCE)
        .until(() -> sets().getFirst().getStatus().elements().size() == 2);
    var status = sets().getFirst().getStatus();
    assertThat(status.recoverable().from()).isEqualTo(END);
    assertThat(status.recoverable().to()).isEqualTo(END.plusSeconds(60));
    assertThat(status.counts().incremental()).isEqualTo(1);
    await("the policy's report")
        .atMost(PATIENCE)
        .until(() -> END.plusSeconds(60).equals(policy().getStatus().lastSuccess().incremental()));
    assertThat(policy().getStatus().onDemand()).isEqualTo(new OnDemand("first", "second"));
    assertThat(kubelet.jobs(JobKind.HOT_COPY)).hasSize(2);
    assertThat(reasons()).contains("HotCopyStarted", "HotCopySucceeded", "Configured");
  }

  @Test
  void anOperatorThatRestartsStartsNothingTwice() {
    runPod(POD, true);
    create(TestDomain.policy(new OnDemand("first", null)));
    kubelet.end(kubelet.awaitRunning(JobKind.DISCOVER), TestDomain.discovered(POD));
    Job full = kubelet.awaitRunning(JobKind.HOT_COPY);

    operator.close();
    kubelet.end(full, TestDomain.copied(full, 0, END));
    operator = new TestOperator(client);

    awaitSet(Phase.Open);
    awaitRun(RunState.Succeeded);
    assertThat(kubelet.jobs(JobKind.HOT_COPY)).hasSize(1);
    assertThat(kubelet.jobs(JobKind.DISCOVER)).hasSize(1);
    assertThat(sets()).hasSize(1);
  }

  @Test
  void aLostResultIsInspectedAndNotAssumed() {
    runPod(POD, true);
    create(TestDomain.policy(new OnDemand("first", null)));
    Job full = kubelet.awaitRunning(JobKind.HOT_COPY);
    kubelet.loseResult(full);

    Job inspection = kubelet.awaitRunning(JobKind.INSPECT);
    assertThat(sets().getFirst().getStatus().phase()).isEqualTo(Phase.Initializing);
    kubelet.end(inspection, TestDomain.copied(full, 0, END));

    awaitSet(Phase.Open);
    awaitRun(RunState.Succeeded);
    assertThat(kubelet.jobs(JobKind.HOT_COPY)).hasSize(1);
  }

  @Test
  void aDeletedJobIsInspectedAndNotRunAgain() {
    runPod(POD, true);
    create(TestDomain.policy(new OnDemand("first", null)));
    Job full = kubelet.awaitRunning(JobKind.HOT_COPY);
    awaitRun(RunState.Running);
    kubelet.delete(full);

    Job inspection = kubelet.awaitRunning(JobKind.INSPECT);
    kubelet.end(inspection, TestDomain.failed(Cause.HotCopyLost));

    BackupSet failed = awaitSet(Phase.Failed);
    assertThat(Conditions.find(failed.getStatus().conditions(), Conditions.STALLED))
        .get()
        .extracting(Condition::reason)
        .isEqualTo("HotCopyLost");
    awaitRun(RunState.Failed);
    assertThat(kubelet.jobs(JobKind.HOT_COPY)).isEmpty();
  }

  @Test
  void aFailedFullFailsItsSetAndAnIncrementalStartsAnother() {
    runPod(POD, true);
    create(TestDomain.policy(new OnDemand("first", null)));
    Job full = kubelet.awaitRunning(JobKind.HOT_COPY);
    kubelet.end(full, TestDomain.failed(Cause.HotCopyFailed));
    awaitSet(Phase.Failed);

    edit(new OnDemand("first", "next"));
    Job second = kubelet.awaitRunning(JobKind.HOT_COPY);
    assertThat(second.getMetadata().getAnnotations())
        .containsEntry(Api.REQUESTED_TYPE_ANNOTATION, "incremental")
        .containsEntry(Api.TYPE_ANNOTATION, "full");
    await("the Event").atMost(PATIENCE).until(() -> reasons().contains("NoCompleteBackupSet"));
  }

  @Test
  void aStorageManagerThatIsNotReadyIsWaitedFor() {
    Pod pod = runPod(POD, false);
    create(TestDomain.policy(new OnDemand("first", null)));
    kubelet.end(kubelet.awaitRunning(JobKind.DISCOVER), TestDomain.discovered(POD));
    awaitReady("Configured");
    assertThat(kubelet.jobs(JobKind.HOT_COPY)).isEmpty();

    client.pods().resource(pod).editStatus(current -> TestDomain.ready(current, true));
    kubelet.awaitRunning(JobKind.HOT_COPY);
  }

  @Test
  void aCronThatNeverFiresIsReported() {
    runPod(POD, true);
    create(scheduled("0 0 30 2 *", "UTC"));
    Condition ready = awaitReady("InvalidSchedule");
    assertThat(ready.message()).startsWith("spec.schedules.full.cron: '0 0 30 2 *'");
    assertThat(Conditions.find(policy().getStatus().conditions(), Conditions.STALLED))
        .get()
        .extracting(Condition::status)
        .isEqualTo(Condition.Status.True);
    await("the Event").atMost(PATIENCE).until(() -> reasons().contains("InvalidSchedule"));
  }

  @Test
  void anUnknownTimeZoneIsReported() {
    runPod(POD, true);
    create(scheduled("0 0 * * *", "Europe/Atlantis"));
    assertThat(awaitReady("InvalidSchedule").message()).contains("Europe/Atlantis");
  }

  @Test
  void aSelectorWithoutPodsIsReportedAndWatched() {
    create(TestDomain.policy(null));
    awaitReady("NoStorageManagers");
    assertThat(kubelet.jobs(JobKind.DISCOVER)).isEmpty();

    runPod(POD, true);
    kubelet.awaitRunning(JobKind.DISCOVER);
  }

  @Test
  void aBackupRootThatIsNotMountedIsReported() {
    runPod(POD, true);
    create(TestDomain.policy(null, new OnDemand("first", null), "/elsewhere"));
    assertThat(awaitReady("BackupRootNotMounted").message()).contains("/elsewhere").contains(POD);
    assertThat(kubelet.jobs(JobKind.HOT_COPY)).isEmpty();
  }

  @Test
  void anUnreachableAdminAndAnUnknownArchiveAreReportedWithoutAJobStorm() {
    runPod(POD, true);
    create(TestDomain.policy(null));
    kubelet.end(kubelet.awaitRunning(JobKind.DISCOVER), TestDomain.failed(Cause.AdminUnreachable));
    awaitReady("AdminUnreachable");
    assertThat(kubelet.jobs(JobKind.DISCOVER)).hasSize(1);

    edit(new OnDemand("now", null));
    Job again = kubelet.awaitRunning(JobKind.DISCOVER);
    kubelet.end(again, TestDomain.failed(Cause.ArchiveUnknown));
    awaitReady("ArchiveUnknown");
    await("the Events")
        .atMost(PATIENCE)
        .until(() -> reasons().containsAll(List.of("AdminUnreachable", "ArchiveUnknown")));
  }

  @Test
  void aRestoreFillsAFreshVolumeFromTheNewestSet() {
    runPod(POD, true);
    create(TestDomain.policy(new OnDemand("first", null)));
    Job full = kubelet.awaitRunning(JobKind.HOT_COPY);
    create(restore(null, "demo"));
    awaitRestore(RestoreJobStatus.Phase.Pending, "BackupSetInitializing");
    kubelet.end(full, TestDomain.copied(full, 0, END));

    Job restore = kubelet.awaitRunning(JobKind.RESTORE);
    var claim = client.persistentVolumeClaims().inNamespace(NAMESPACE).withName("restored").get();
    assertThat(claim.getMetadata().getOwnerReferences()).isEmpty();
    assertThat(claim.getSpec().getResources().getRequests().get("storage").toString())
        .isEqualTo("1Gi");
    kubelet.end(
        restore,
        new JobResult(
            null, "ok", null, null, null, null, new JobResult.Restored("id", END, 7, 4096)));

    var done = awaitRestore(RestoreJobStatus.Phase.Completed, "Restored");
    assertThat(done.resolved().element()).isEqualTo("full");
    assertThat(done.volumePath()).isEqualTo("demo");
    assertThat(done.files()).isEqualTo(7);
  }

  @Test
  void aRestoreOfASetThatDoesNotExistIsReported() {
    create(restore("nowhere", null));
    awaitRestore(RestoreJobStatus.Phase.Pending, "BackupSetNotFound");
    assertThat(kubelet.jobs(JobKind.RESTORE)).isEmpty();
  }

  @Test
  void aRestoreThatEndsWithoutResultIsNeverCalledDone() {
    runPod(POD, true);
    create(TestDomain.policy(new OnDemand("first", null)));
    Job full = kubelet.awaitRunning(JobKind.HOT_COPY);
    kubelet.end(full, TestDomain.copied(full, 0, END));
    create(restore(null, "demo"));
    kubelet.loseResult(kubelet.awaitRunning(JobKind.RESTORE));
    awaitRestore(RestoreJobStatus.Phase.Failed, "ResultLost");
  }

  private Pod runPod(String name, boolean ready) {
    Pod pod = client.pods().resource(TestDomain.storageManager(name)).create();
    return client.pods().resource(pod).editStatus(current -> TestDomain.ready(current, ready));
  }

  private void create(HasMetadata object) {
    client.resource(object).create();
  }

  private static BackupPolicy scheduled(String cron, String timeZone) {
    var schedules = new Schedules(timeZone, new Schedule(cron, null, null), null);
    return TestDomain.policy(schedules, null, "/var/opt/nuodb/backup");
  }

  private static RestoreJob restore(String set, String policy) {
    var restore = new RestoreJob();
    restore.getMetadata().setNamespace(NAMESPACE);
    restore.getMetadata().setName("restore");
    restore.setSpec(
        new RestoreJobSpec(
            new RestoreJobSpec.Source(
                set == null ? null : new RestoreJobSpec.Reference(set),
                policy == null ? null : new RestoreJobSpec.Reference(policy),
                null),
            new RestoreJobSpec.Point(true),
            new RestoreJobSpec.Target(
                new RestoreJobSpec.VolumeClaim("restored", null, null, null), null),
            null,
            null));
    return restore;
  }

  private Resource<BackupPolicy> policyResource() {
    return client.resources(BackupPolicy.class).inNamespace(NAMESPACE).withName("demo");
  }

  private BackupPolicy policy() {
    return policyResource().get();
  }

  private void edit(OnDemand onDemand) {
    policyResource()
        .edit(
            policy -> {
              policy.setSpec(TestDomain.policy(onDemand).getSpec());
              return policy;
            });
  }

  private List<BackupSet> sets() {
    return client.resources(BackupSet.class).inNamespace(NAMESPACE).list().getItems();
  }

  private BackupSet awaitSet(Phase phase) {
    return await("a BackupSet that is " + phase)
        .atMost(PATIENCE)
        .until(
            () ->
                sets().stream()
                    .filter(set -> set.getStatus() != null && set.getStatus().phase() == phase)
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  private void awaitRun(RunState state) {
    await("a full that is " + state)
        .atMost(PATIENCE)
        .until(
            () ->
                policy().getStatus() != null
                    && policy().getStatus().storageManagers() != null
                    && policy().getStatus().storageManagers().stream()
                        .anyMatch(
                            unit -> unit.lastFull() != null && unit.lastFull().state() == state));
  }

  private Condition awaitReady(String reason) {
    return await("Ready with reason " + reason)
        .atMost(PATIENCE)
        .until(
            () ->
                Optional.ofNullable(policy().getStatus())
                    .flatMap(status -> Conditions.find(status.conditions(), Conditions.READY))
                    .filter(condition -> condition.reason().equals(reason)),
            Optional::isPresent)
        .orElseThrow();
  }

  private RestoreJobStatus awaitRestore(RestoreJobStatus.Phase phase, String reason) {
    return await("a restore that is " + phase + " with reason " + reason)
        .atMost(PATIENCE)
        .until(
            () ->
                Optional.ofNullable(
                        client
                            .resources(RestoreJob.class)
                            .inNamespace(NAMESPACE)
                            .withName("restore")
                            .get()
                            .getStatus())
                    .filter(status -> status.phase() == phase)
                    .filter(
                        status ->
                            Conditions.find(status.conditions(), Conditions.READY)
                                .filter(condition -> condition.reason().equals(reason))
                                .isPresent()),
            Optional::isPresent)
        .orElseThrow();
  }

  private List<String> reasons() {
    return client.v1().events().inNamespace(NAMESPACE).list().getItems().stream()
        .map(Event::getReason)
        .toList();
  }
}
