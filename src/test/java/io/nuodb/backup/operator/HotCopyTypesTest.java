package io.nuodb.backup.operator;

import static io.nuodb.backup.operator.TestDomain.POD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.nuodb.backup.api.Api;
import io.nuodb.backup.api.BackupPolicySpec.OnDemand;
import io.nuodb.backup.api.BackupPolicyStatus.StorageManager;
import io.nuodb.backup.api.BackupSet;
import io.nuodb.backup.api.BackupSetStatus.Phase;
import io.nuodb.backup.job.JobKind;
import io.nuodb.backup.job.JobResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Journal, simple and coordinated hot copies: their Jobs, and what becomes of their results. */
@EnableKubernetesMockClient(crud = true)
class HotCopyTypesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Instant END = Instant.parse("2026-04-18T22:40:00Z");
  private static final String ROOT = "/var/opt/nuodb/backup";

  KubernetesClient client;

  private TestNamespace namespace;
  private TestKubelet kubelet;
  private TestOperator operator;

  @BeforeEach
  void start() {
    namespace = new TestNamespace(client, "nuodb");
    kubelet = new TestKubelet(client, "nuodb");
    operator = new TestOperator(client);
    namespace.runPod(POD, true);
  }

  @AfterEach
  void stop() {
    operator.close();
  }

  @Test
  void aJournalHotCopyGetsTheRootAndTellsWhichSetItWentTo() {
    String set = backUp();
    Job journal = journal("second");
    assertThat(command(journal))
        .containsSubsequence("--type", "journal")
        .containsSubsequence("--storage-manager", POD)
        .containsSubsequence("--backup-root", ROOT)
        .containsSubsequence("--after-element", set + "/full")
        .doesNotContain("--backup-set");
    kubelet.end(journal, TestDomain.journalCopied(journal, set, 1, END.plusSeconds(60)));

    await("the element")
        .atMost(PATIENCE)
        .until(() -> namespace.sets().getFirst().getStatus().counts().journal() == 1);
    await("the policy's report")
        .atMost(PATIENCE)
        .until(() -> set.equals(storageManager().journalSet()));
    assertThat(storageManager().lastJournal().element()).isEqualTo("1.jnl");
    assertThat(command(journal("third"))).containsSubsequence("--after-element", set + "/1.jnl");
  }

  @Test
  void aSetThatSomebodyElseMadeIsFollowedOnceAJournalHotCopyWentThere() {
    backUp();
    Job journal = journal("second");
    kubelet.end(journal, TestDomain.journalCopied(journal, "by-hand", 1, END.plusSeconds(60)));

    Job inspection = kubelet.awaitRunning(JobKind.INSPECT);
    assertThat(command(inspection))
        .containsSubsequence("--type", "full")
        .containsSubsequence("--backup-set", ROOT + "/by-hand");
    await("the Event")
        .atMost(PATIENCE)
        .until(() -> namespace.reasons().contains("BackupSetAdopted"));
    kubelet.end(inspection, TestDomain.copied(inspection, 0, END.plusSeconds(30)));
    await("the set")
        .atMost(PATIENCE)
        .until(
            () ->
                namespace.sets().stream()
                    .filter(set -> set.getMetadata().getName().startsWith("by-hand-"))
                    .anyMatch(set -> set.getStatus().phase() == Phase.Open));
    assertThat(kubelet.jobs(JobKind.HOT_COPY)).hasSize(2);
  }

  @Test
  void aSimpleHotCopyMakesAnArchive() {
    namespace.create(TestDomain.policy(new OnDemand(null, null, null, "first")));
    Job simple = kubelet.awaitRunning(JobKind.HOT_COPY);
    String set = simple.getMetadata().getAnnotations().get(Api.BACKUP_SET_ANNOTATION);
    assertThat(command(simple))
        .containsSubsequence("--type", "simple")
        .containsSubsequence("--archive-directory", ROOT + "/" + set)
        .doesNotContain("--backup-set", "--backup-root");
    kubelet.end(
        simple,
        new JobResult(
            null,
            "done",
            null,
            null,
            null,
            null,
            null,
            new JobResult.ArchiveCopy(set, true, 1000),
            null));
    assertThat(namespace.awaitSet(Phase.Closed).getMetadata().getName()).isEqualTo(set);
  }

  /** Its Job reads one volume; an inspection beside each other storage manager reads that one's. */
  @Test
  void aCoordinatedHotCopyIsOneCommandAndEachVolumeIsRead() {
    String other = "sm-database-nuodb-cluster0-demo-hotcopy-1";
    namespace.runPod(other, true);
    namespace.create(TestDomain.coordinatedPolicy(new OnDemand("first", null)));
    Job full = kubelet.awaitRunning(JobKind.HOT_COPY);
    await("its sets").atMost(PATIENCE).until(() -> namespace.sets().size() == 2);
    assertThat(command(full))
        .containsSubsequence("--mounted", POD)
        .containsSubsequence("--storage-manager", POD + "=" + ROOT + "/" + setOf(POD))
        .containsSubsequence("--storage-manager", other + "=" + ROOT + "/" + setOf(other))
        .doesNotContain("--backup-set");
    kubelet.end(full, TestDomain.copied(full, setOf(POD), END));

    Job inspection = kubelet.awaitRunning(JobKind.INSPECT);
    assertThat(command(inspection))
        .containsSubsequence("--storage-manager", other)
        .containsSubsequence("--backup-set", ROOT + "/" + setOf(other));
    assertThat(inspection.getSpec().getTemplate().getSpec().getVolumes().getFirst())
        .extracting(volume -> volume.getPersistentVolumeClaim().getClaimName())
        .isEqualTo("backup-volume-" + other);
    kubelet.end(inspection, TestDomain.copied(inspection, setOf(other), END));
    await("both sets")
        .atMost(PATIENCE)
        .until(
            () -> namespace.sets().stream().allMatch(set -> set.getStatus().phase() == Phase.Open));
    assertThat(kubelet.jobs(JobKind.HOT_COPY)).hasSize(1);
  }

  private String backUp() {
    namespace.create(TestDomain.policy(new OnDemand("first", null)));
    Job full = kubelet.awaitRunning(JobKind.HOT_COPY);
    kubelet.end(full, TestDomain.copied(full, 0, END));
    return namespace.awaitSet(Phase.Open).getMetadata().getName();
  }

  private Job journal(String token) {
    namespace.edit(new OnDemand("first", null, token, null));
    return kubelet.awaitRunning(JobKind.HOT_COPY);
  }

  private StorageManager storageManager() {
    return namespace.policy().getStatus().storageManagers().getFirst();
  }

  private String setOf(String pod) {
    return namespace.sets().stream()
        .filter(
            set ->
                set.getMetadata()
                    .getAnnotations()
                    .get(Api.STORAGE_MANAGER_ANNOTATION)
                    .contains('"' + pod + '"'))
        .map((BackupSet set) -> set.getMetadata().getName())
        .findFirst()
        .orElseThrow();
  }

  private static List<String> command(Job job) {
    return job.getSpec().getTemplate().getSpec().getContainers().getFirst().getCommand();
  }
}
