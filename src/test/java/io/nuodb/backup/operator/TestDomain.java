package io.nuodb.backup.operator;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.nuodb.backup.api.Api;
import io.nuodb.backup.api.BackupPolicy;
import io.nuodb.backup.api.BackupPolicySpec;
import io.nuodb.backup.api.BackupPolicySpec.Database;
import io.nuodb.backup.api.BackupPolicySpec.Mode;
import io.nuodb.backup.api.BackupPolicySpec.OnDemand;
import io.nuodb.backup.api.BackupPolicySpec.Schedules;
import io.nuodb.backup.api.BackupPolicySpec.StorageManagers;
import io.nuodb.backup.api.BackupSet;
import io.nuodb.backup.api.BackupSetSpec;
import io.nuodb.backup.api.PodSelector;
import io.nuodb.backup.api.RestoreJob;
import io.nuodb.backup.api.RestoreJobSpec;
import io.nuodb.backup.job.Cause;
import io.nuodb.backup.job.JobResult;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A NuoDB domain as tests need it: storage managers' pods, a policy over them, agents' results. */
public final class TestDomain {
  public static final String POD = "sm-database-nuodb-cluster0-demo-hotcopy-0";

  private TestDomain() {}

  public static Pod storageManager(String name) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .addToLabels(Map.of("component", "sm", "database", "demo", "role", "hotcopy"))
        .addToLabels("statefulset.kubernetes.io/pod-name", name)
        .endMetadata()
        .withNewSpec()
        .withNodeName("node-a")
        .withNewSecurityContext()
        .withFsGroup(1000L)
        .endSecurityContext()
        .addNewContainer()
        .withName("engine")
        .withImage("nuodb/nuodb:7.0")
        .addNewVolumeMount()
        .withName("backup-volume")
        .withMountPath("/var/opt/nuodb/backup")
        .endVolumeMount()
        .addNewVolumeMount()
        .withName("archive-volume")
        .withMountPath("/var/opt/nuodb/archive")
        .endVolumeMount()
        .endContainer()
        .addNewVolume()
        .withName("backup-volume")
        .withNewPersistentVolumeClaim()
        .withClaimName("backup-volume-" + name)
        .endPersistentVolumeClaim()
        .endVolume()
        .addNewVolume()
        .withName("archive-volume")
        .withNewPersistentVolumeClaim()
        .withClaimName("archive-volume-" + name)
        .endPersistentVolumeClaim()
        .endVolume()
        .endSpec()
        .build();
  }

  public static PersistentVolumeClaim claim(String name, String accessMode) {
    return new PersistentVolumeClaimBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .withNewSpec()
        .withAccessModes(accessMode)
        .withNewResources()
        .addToRequests("storage", new Quantity("1Gi"))
        .endResources()
        .endSpec()
        .build();
  }

  public static Pod ready(Pod pod, boolean ready) {
    return new PodBuilder(pod)
        .withNewStatus()
        .withPhase("Running")
        .addNewCondition()
        .withType("Ready")
        .withStatus(ready ? "True" : "False")
        .endCondition()
        .endStatus()
        .build();
  }

  public static BackupPolicy policy(OnDemand onDemand) {
    return policy(null, onDemand, "/var/opt/nuodb/backup");
  }

  public static BackupPolicy policy(Schedules schedules, OnDemand onDemand, String backupRoot) {
    return policy("demo", Mode.Independent, schedules, onDemand, backupRoot);
  }

  /** One hot copy over all storage managers. */
  public static BackupPolicy coordinatedPolicy(OnDemand onDemand) {
    return policy("demo", Mode.Coordinated, null, onDemand, "/var/opt/nuodb/backup");
  }

  public static BackupPolicy policy(String name, OnDemand onDemand) {
    return policy(name, Mode.Independent, null, onDemand, "/var/opt/nuodb/backup");
  }

  private static BackupPolicy policy(
      String name, Mode mode, Schedules schedules, OnDemand onDemand, String backupRoot) {
    var policy = new BackupPolicy();
    policy.getMetadata().setName(name);
    policy.setSpec(
        new BackupPolicySpec(
            new Database("demo", null),
            null,
            new StorageManagers(
                new PodSelector(Map.of("database", "demo", "role", "hotcopy"), null), mode, null),
            backupRoot,
            schedules,
            onDemand,
            null,
            null,
            null,
            null));
    return policy;
  }

  public static JobResult discovered(String... pods) {
    List<JobResult.StorageManager> found =
        IntStream.range(0, pods.length)
            .mapToObj(
                i -> new JobResult.StorageManager(pods[i], i, "" + (i + 1), "RUNNING", null, null))
            .toList();
    return new JobResult(null, "found", found, null, null, null, null, null, null);
  }

  /** The n-th incremental of a set, or its full when n is 0, ending at the time. */
  public static JobResult copied(Job job, int n, Instant endTime) {
    String set = job.getMetadata().getAnnotations().get(Api.BACKUP_SET_ANNOTATION);
    return copied(
        job,
        set,
        n,
        0,
        element(set, n == 0 ? "full" : n + ".inc", n == 0 ? "full" : "incremental", endTime));
  }

  /** The full of one of the sets that the Job makes or looks at. */
  public static JobResult copied(Job job, String set, Instant endTime) {
    return copied(job, set, 0, 0, element(set, "full", "full", endTime));
  }

  /** The n-th journal of a set that has a full and nothing else. */
  public static JobResult journalCopied(Job job, String set, int n, Instant endTime) {
    return copied(job, set, 0, n, element(set, n + ".jnl", "journal", endTime));
  }

  private static JobResult.Element element(String set, String name, String type, Instant endTime) {
    return new JobResult.Element(
        name, name + "-of-" + set, type, endTime.minusSeconds(10), endTime, 1000, null, null);
  }

  private static JobResult copied(
      Job job, String set, int incrementals, int journals, JobResult.Element element) {
    String pod = job.getMetadata().getAnnotations().get(Api.POD_ANNOTATION);
    return new JobResult(
        null,
        "done",
        null,
        new JobResult.StorageManager(pod, 0, "1", "RUNNING", null, null),
        new JobResult.HotCopy("hot-copy", "1"),
        null,
        new JobResult.BackupSet(
            set,
            JobResult.SetState.Complete,
            "set-id",
            "collection-id",
            "database-id",
            "archive-uid",
            1,
            incrementals,
            journals,
            1000L * (1 + incrementals + journals),
            element),
        null,
        null);
  }

  public static JobResult failed(Cause cause) {
    return JobResult.failure(cause, "because of " + cause);
  }

  /** Of a set or of a policy's newest state, the other null, into a fresh volume. */
  public static RestoreJob restore(String set, String policy) {
    var restore = new RestoreJob();
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

  /** One of the policy, but without what the operator writes into its annotations. */
  public static BackupSet setByHand(String name) {
    var set = new BackupSet();
    set.getMetadata().setName(name);
    set.setSpec(new BackupSetSpec(new BackupSetSpec.PolicyReference("demo")));
    return set;
  }

  /** What a restore's last container reports. */
  public static JobResult restored(Instant endTime) {
    return new JobResult(
        null,
        "ok",
        null,
        null,
        null,
        null,
        null,
        null,
        new JobResult.Restored("id", endTime, 7, 4096));
  }
}
