package io.nuodb.backup.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.nuodb.backup.api.Api;
import io.nuodb.backup.api.BackupPolicy;
import io.nuodb.backup.api.BackupPolicySpec;
import io.nuodb.backup.api.BackupPolicySpec.Admin;
import io.nuodb.backup.api.BackupPolicySpec.CaSecretReference;
import io.nuodb.backup.api.BackupPolicySpec.ClientSecretReference;
import io.nuodb.backup.api.BackupPolicySpec.Database;
import io.nuodb.backup.api.BackupPolicySpec.Engine;
import io.nuodb.backup.api.BackupPolicySpec.SecretReference;
import io.nuodb.backup.api.BackupPolicySpec.Tls;
import io.nuodb.backup.api.BackupSetStatus.StorageManager;
import io.nuodb.backup.api.HotCopyType;
import io.nuodb.backup.api.RestoreJob;
import io.nuodb.backup.api.RestoreJobSpec;
import io.nuodb.backup.plan.DiscoveryLaunch;
import io.nuodb.backup.plan.HotCopyLaunch;
import io.nuodb.backup.plan.HotCopyTarget;
import io.nuodb.backup.plan.ObservedStorageManager;
import io.nuodb.backup.plan.RunKey;
import io.nuodb.backup.plan.Trigger;
import io.nuodb.backup.plan.Unit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobsTest {
  private static final Instant NOW = Instant.parse("2026-04-18T22:35:00Z");
  private static final String SET = "demo-hotcopy-0-20260418t223500";

  @Test
  void aHotCopyRunsBesideTheStorageManagerAndOnlyReadsItsVolume() {
    Job job = hotCopy();
    PodSpec pod = job.getSpec().getTemplate().getSpec();
    Container agent = pod.getContainers().getFirst();
    VolumeMount mount = agent.getVolumeMounts().getFirst();

    assertThat(agent.getCommand())
        .startsWith("/opt/java/bin/java", "@/app/agent", "hotcopy")
        .containsSubsequence("--backup-set", "/var/opt/nuodb/backup/" + SET)
        .containsSubsequence("--not-before", "2026-04-18T22:35:00Z")
        .containsSubsequence("--deadline", "2026-04-19T04:50:00Z")
        .containsSubsequence("--admin-url", "http://nuodb.nuodb.svc:8888");
    assertThat(mount.getMountPath()).isEqualTo("/var/opt/nuodb/backup");
    assertThat(mount.getReadOnly()).isTrue();
    assertThat(
            pod.getAffinity()
                .getNodeAffinity()
                .getRequiredDuringSchedulingIgnoredDuringExecution()
                .getNodeSelectorTerms()
                .getFirst()
                .getMatchFields()
                .getFirst()
                .getValues())
        .containsExactly("node-a");
    assertThat(job.getSpec().getActiveDeadlineSeconds())
        .isEqualTo(Duration.ofHours(6).plusMinutes(20).toSeconds());
    assertThat(job.getSpec().getTtlSecondsAfterFinished()).isNull();
    assertThat(job.getMetadata().getName()).hasSizeLessThanOrEqualTo(52);
  }

  @Test
  void aJournalHotCopyMountsTheVolumeWithTheJournalBesideTheBackups() {
    var journal = Optional.of(new JournalVolume("archive-volume"));
    PodSpec pod = podOf(hotCopy(null, HotCopyType.JOURNAL, journal, 1000L));
    assertThat(pod.getContainers().getFirst().getCommand())
        .containsSubsequence("--journal-volume", "/journal-volume");
    VolumeMount mount = pod.getContainers().getFirst().getVolumeMounts().get(1);
    assertThat(mount.getMountPath()).isEqualTo("/journal-volume");
    assertThat(mount.getReadOnly()).isTrue();
    Volume volume = pod.getVolumes().get(1);
    assertThat(volume.getName()).isEqualTo(mount.getName());
    assertThat(volume.getPersistentVolumeClaim().getClaimName()).isEqualTo("archive-volume");
    assertThat(volume.getPersistentVolumeClaim().getReadOnly()).isNull();
    assertThat(pod.getVolumes().getFirst().getPersistentVolumeClaim().getClaimName())
        .isEqualTo("backup-volume-" + TestDomain.POD);

    PodSpec without = podOf(hotCopy(null, HotCopyType.JOURNAL, Optional.empty(), 1000L));
    assertThat(without.getVolumes()).hasSize(1);
    PodSpec full = podOf(hotCopy(null, HotCopyType.FULL, journal, 1000L));
    assertThat(full.getVolumes()).hasSize(1);
    for (PodSpec other : List.of(without, full)) {
      assertThat(other.getContainers().getFirst().getCommand()).doesNotContain("--journal-volume");
      assertThat(other.getContainers().getFirst().getVolumeMounts()).hasSize(1);
    }
  }

  @Test
  void aVolumeWithBackupsAndJournalIsMountedAsOne() {
    String claim = "backup-volume-" + TestDomain.POD;
    PodSpec pod =
        podOf(hotCopy(null, HotCopyType.JOURNAL, Optional.of(new JournalVolume(claim)), 1000L));
    assertThat(pod.getVolumes()).hasSize(1);
    assertThat(pod.getContainers().getFirst().getVolumeMounts())
        .extracting(VolumeMount::getName)
        .containsExactly("backup-volume", "backup-volume");
  }

  /** The kubelet would go through the whole archive. */
  @Test
  void whereTheStorageManagerGivesItsFilesNoGroupNoJobDoes() {
    var journal = Optional.of(new JournalVolume("archive-volume"));
    PodSecurityContext beside =
        podOf(hotCopy(null, HotCopyType.JOURNAL, journal, null)).getSecurityContext();
    assertThat(beside.getFsGroup()).isNull();
    assertThat(beside.getFsGroupChangePolicy()).isNull();
    assertThat(beside.getRunAsNonRoot()).isTrue();
    PodSecurityContext grouped =
        podOf(hotCopy(null, HotCopyType.JOURNAL, journal, 1000L)).getSecurityContext();
    assertThat(grouped.getFsGroup()).isEqualTo(1000L);
  }

  @Test
  void aJobIsRetriedButNotAfterAPermanentFailure() {
    Job job = hotCopy();
    assertThat(job.getSpec().getBackoffLimit()).isEqualTo(3);
    assertThat(job.getSpec().getPodReplacementPolicy()).isEqualTo("Failed");
    assertThat(job.getSpec().getTemplate().getSpec().getRestartPolicy()).isEqualTo("Never");
    var rules = job.getSpec().getPodFailurePolicy().getRules();
    assertThat(rules.get(0).getAction()).isEqualTo("FailJob");
    assertThat(rules.get(0).getOnExitCodes().getValues()).containsExactly(2, 10);
    assertThat(rules.get(1).getAction()).isEqualTo("Ignore");
  }

  @Test
  void podsPassTheRestrictedProfile() {
    for (PodSpec pod :
        List.of(
            hotCopy().getSpec().getTemplate().getSpec(),
            discover(null).getSpec().getTemplate().getSpec(),
            restore().getSpec().getTemplate().getSpec())) {
      assertThat(pod.getAutomountServiceAccountToken()).isFalse();
      assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
      assertThat(pod.getSecurityContext().getRunAsUser()).isEqualTo(1000L);
      assertThat(pod.getSecurityContext().getSeccompProfile().getType())
          .isEqualTo("RuntimeDefault");
      assertThat(Stream.concat(pod.getInitContainers().stream(), pod.getContainers().stream()))
          .allSatisfy(
              container -> {
                var security = container.getSecurityContext();
                assertThat(security.getAllowPrivilegeEscalation()).isFalse();
                assertThat(security.getReadOnlyRootFilesystem()).isTrue();
                assertThat(security.getCapabilities().getDrop()).containsExactly("ALL");
              });
    }
  }

  @Test
  void aVolumesFilesChangeTheirGroupOnlyWhereItsRootHasAnother() {
    for (Job job : List.of(hotCopy(), restore())) {
      PodSpec pod = job.getSpec().getTemplate().getSpec();
      assertThat(pod.getSecurityContext().getFsGroupChangePolicy()).isEqualTo("OnRootMismatch");
    }
  }

  @Test
  void jobsThatAskTheAdminGetItsSecretsAndNoOthers() {
    Admin admin =
        new Admin(
            null,
            new Tls(
                new CaSecretReference("nuodb-ca-cert", null),
                new ClientSecretReference("nuodb-client-pem", "client.pem"),
                true),
            new SecretReference("nuodb-admin"));
    for (Job job : List.of(hotCopy(admin), discover(admin))) {
      PodSpec pod = job.getSpec().getTemplate().getSpec();
      assertThat(pod.getContainers().getFirst().getCommand())
          .containsSubsequence("--admin-url", "https://nuodb.nuodb.svc:8888")
          .containsSubsequence("--ca-cert", "/etc/nuodb/keys/ca.cert")
          .containsSubsequence("--client-key", "/etc/nuodb/keys/nuocmd.pem")
          .contains("--verify-hostname")
          .containsSubsequence("--basic-auth", "/etc/nuodb/keys/basic-auth");
      VolumeMount mount = pod.getContainers().getFirst().getVolumeMounts().getLast();
      assertThat(mount.getMountPath()).isEqualTo("/etc/nuodb/keys");
      assertThat(mount.getReadOnly()).isTrue();
      Volume volume = pod.getVolumes().getLast();
      assertThat(volume.getName()).isEqualTo(mount.getName());
      assertThat(volume.getProjected().getDefaultMode()).isEqualTo(0440);
      assertThat(volume.getProjected().getSources())
          .flatExtracting(
              source ->
                  source.getSecret().getItems().stream()
                      .map(item -> file(source.getSecret().getName(), item))
                      .toList())
          .containsExactly(
              "nuodb-ca-cert/ca.cert as ca.cert",
              "nuodb-client-pem/client.pem as nuocmd.pem",
              "nuodb-admin/username as basic-auth/username",
              "nuodb-admin/password as basic-auth/password");
    }
    assertThat(restore().getSpec().getTemplate().getSpec().getVolumes())
        .allMatch(volume -> volume.getProjected() == null);
  }

  private static String file(String secret, KeyToPath item) {
    return secret + "/" + item.getKey() + " as " + item.getPath();
  }

  @Test
  void withoutSecretsNothingIsMountedForTheAdmin() {
    Admin admin = new Admin("https://nuodb.example.com", null, null);
    PodSpec discover = discover(admin).getSpec().getTemplate().getSpec();
    assertThat(discover.getContainers().getFirst().getCommand())
        .containsSubsequence("--admin-url", "https://nuodb.example.com")
        .doesNotContain("--ca-cert", "--client-key", "--verify-hostname", "--basic-auth");
    assertThat(discover.getContainers().getFirst().getVolumeMounts()).isEmpty();
    assertThat(discover.getVolumes()).isEmpty();
    assertThat(hotCopy(admin).getSpec().getTemplate().getSpec().getVolumes()).hasSize(1);
  }

  @Test
  void aRestoreIsAChainOfThreeContainers() {
    PodSpec pod = restore().getSpec().getTemplate().getSpec();
    assertThat(pod.getInitContainers())
        .extracting(Container::getName)
        .containsExactly("prepare", "nuoarchive");
    assertThat(pod.getInitContainers().get(0).getCommand())
        .containsSubsequence("--backup-set", "/backup/" + SET)
        .containsSubsequence("--target", "/target/demo")
        .containsSubsequence("--element", "element-id");
    assertThat(pod.getInitContainers().get(1).getImage()).isEqualTo("nuodb/nuodb:7.0");
    assertThat(pod.getContainers().getFirst().getName()).isEqualTo("verify");
  }

  /** The claim is mounted so that the set has the same path as in the storage manager. */
  @ParameterizedTest
  @CsvSource({
    "/var/opt/nuodb/backup/s, s, /var/opt/nuodb/backup, ''",
    "/var/opt/nuodb/backup/s, backup/s, /var/opt/nuodb, ''",
    "/var/opt/nuodb/backup/s, sub/s, /var/opt/nuodb/backup, sub",
    "/data/b/s, a/b/s, /data, a",
    "/b/s, b/s, /b, b"
  })
  void theBackupVolumeIsMountedWhereTheStorageManagerHasIt(
      String directory, String volumePath, String mountPath, String subPath) {
    var set =
        new StorageManager("pod", null, null, directory, "claim", volumePath, "image", null, null);
    assertThat(BackupVolume.of(set)).isEqualTo(new BackupVolume("claim", mountPath, subPath));
  }

  private static Job hotCopy() {
    return hotCopy(null);
  }

  private static Job discover(Admin admin) {
    return new AdminJobs(TestOperator.CONFIG)
        .discover(
            policy(admin), new DiscoveryLaunch("selection", 1, "demo-discover", List.of("sm-0")));
  }

  private static BackupPolicy policy(Admin admin) {
    BackupPolicy policy = TestDomain.policy(null);
    policy.getMetadata().setNamespace("nuodb");
    BackupPolicySpec spec = policy.getSpec();
    policy.setSpec(
        new BackupPolicySpec(
            new Database(spec.database().name(), admin),
            spec.engine(),
            spec.storageManagers(),
            spec.backupRoot(),
            spec.schedules(),
            spec.onDemand(),
            spec.suspend(),
            spec.hotCopy(),
            spec.rotation(),
            spec.objectives()));
    return policy;
  }

  private static PodSpec podOf(Job job) {
    return job.getSpec().getTemplate().getSpec();
  }

  private static Job hotCopy(Admin admin) {
    return hotCopy(admin, HotCopyType.FULL, Optional.empty(), 1000L);
  }

  private static Job hotCopy(
      Admin admin, HotCopyType type, Optional<JournalVolume> journal, Long fsGroup) {
    ObservedStorageManager storageManager =
        StorageManagerPod.observe(
            TestDomain.ready(created(TestDomain.storageManager(TestDomain.POD)), true),
            "/var/opt/nuodb/backup",
            Optional.empty());
    Unit unit =
        new Unit(
            storageManager.pod(), List.of(storageManager), storageManager, List.of(storageManager));
    var key = new RunKey("uid", Optional.of(unit.name()), type, new Trigger.Scheduled(NOW), 1);
    var launch =
        new HotCopyLaunch(
            key,
            "demo-full-0123456789",
            type,
            unit,
            List.of(new HotCopyTarget(SET, place(storageManager, fsGroup), null)));
    return new HotCopyJobs(TestOperator.CONFIG)
        .hotCopy(policy(admin), launch, Optional.of("node-a"), journal, Duration.ofHours(6), NOW);
  }

  private static StorageManager place(ObservedStorageManager storageManager, Long fsGroup) {
    return new StorageManager(
        storageManager.pod(),
        null,
        null,
        "/var/opt/nuodb/backup/" + SET,
        storageManager.backupVolume().orElseThrow().persistentVolumeClaim(),
        SET,
        "nuodb/nuodb:7.0",
        1000L,
        fsGroup);
  }

  private static Job restore() {
    var restore = new RestoreJob();
    restore.getMetadata().setName("restore");
    restore.getMetadata().setNamespace("nuodb");
    restore.getMetadata().setUid("restore-uid");
    restore.setSpec(
        new RestoreJobSpec(
            null,
            null,
            new RestoreJobSpec.Target(
                new RestoreJobSpec.VolumeClaim("restored", null, null, null), null),
            null,
            null));
    StorageManager place =
        RecordedTargets.fromJson(
                hotCopy().getMetadata().getAnnotations().get(Api.TARGETS_ANNOTATION))
            .orElseThrow()
            .getFirst()
            .place();
    return new RestoreJobs(TestOperator.CONFIG)
        .restore(
            restore,
            place,
            "element-id",
            new Engine("nuodb/nuodb:7.0", null),
            "demo",
            Optional.empty());
  }

  private static Pod created(Pod pod) {
    pod.getMetadata().setUid("pod-uid");
    pod.getMetadata().setCreationTimestamp("2026-04-01T00:00:00Z");
    return pod;
  }
}
