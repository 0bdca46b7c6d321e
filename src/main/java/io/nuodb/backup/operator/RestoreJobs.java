package io.nuodb.backup.operator;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.nuodb.backup.api.Api;
import io.nuodb.backup.api.BackupPolicySpec.Engine;
import io.nuodb.backup.api.BackupSetStatus.StorageManager;
import io.nuodb.backup.api.RestoreJob;
import io.nuodb.backup.api.RestoreJobSpec.VolumeClaim;
import io.nuodb.backup.job.JobKind;
import io.nuodb.backup.job.RestoreScript;
import io.nuodb.backup.plan.JobName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The Job of a restore, a chain of containers, and the volume that it fills. */
final class RestoreJobs {
  /** Longest that a restore may take once its pod runs. */
  private static final Duration TIMEOUT = Duration.ofHours(24);

  private static final String TARGET = "target";
  private static final String WORK = "work";

  /** The engine's image may want to write where its root is read-only. */
  private static final String TEMPORARY = "tmp";

  private static final String BACKUP_PATH = "/backup";

  private final OperatorConfig config;

  RestoreJobs(OperatorConfig config) {
    this.config = config;
  }

  static String name(RestoreJob restore) {
    return JobName.of(
        restore.getMetadata().getName(),
        JobKind.RESTORE.text(),
        restore.getMetadata().getUid() + "/restore");
  }

  /**
   * @param set where the backup set lies
   * @param engine image with nuoarchive, and how it is pulled
   * @param subPath directory of the restored archive on its volume
   * @param node where the backup volume is held, if anywhere
   */
  Job restore(
      RestoreJob restore,
      StorageManager set,
      String elementId,
      Engine engine,
      String subPath,
      Optional<String> node) {
    String setPath = BACKUP_PATH + "/" + set.volumePath();
    String target = "/" + TARGET + "/" + subPath;
    List<VolumeMount> mounts =
        List.of(
            mount(BackupVolume.NAME, BACKUP_PATH, true),
            mount(TARGET, "/" + TARGET, false),
            mount(WORK, "/" + WORK, false));
    List<String> options =
        List.of(
            "--backup-set",
            setPath,
            "--target",
            target,
            "--owner",
            restore.getMetadata().getUid(),
            "--work",
            "/" + WORK);
    List<String> prepare = new ArrayList<>(List.of("prepare"));
    prepare.addAll(options);
    prepare.addAll(List.of("--element", elementId));
    List<String> verify = new ArrayList<>(List.of("verify"));
    verify.addAll(options);
    var pod =
        new PodSpecBuilder()
            .withSecurityContext(AgentPod.podSecurity(Optional.of(set)))
            .withImagePullSecrets(pullSecrets(engine))
            .withInitContainers(
                AgentPod.agent(config, "prepare", prepare, mounts),
                nuoarchive(engine, setPath, target, mounts))
            .withContainers(AgentPod.agent(config, "verify", verify, mounts))
            .withVolumes(
                claim(BackupVolume.NAME, set.persistentVolumeClaim()),
                claim(TARGET, restore.getSpec().target().persistentVolumeClaim().name()),
                emptyDirectory(WORK),
                emptyDirectory(TEMPORARY));
    AgentPod.onNode(pod, node);
    return new AgentJob(
            restore,
            Api.RESTORE_JOB_LABEL,
            JobKind.RESTORE,
            name(restore),
            Map.of(Api.POD_ANNOTATION, set.pod()),
            AgentJob.RETRIES,
            config.pendingAllowance().plus(TIMEOUT),
            pod.build())
        .build();
  }

  /** A claim for the restored archive; it outlives the RestoreJob. */
  static PersistentVolumeClaim claim(RestoreJob restore, Quantity defaultSize) {
    VolumeClaim wanted = restore.getSpec().target().persistentVolumeClaim();
    return new PersistentVolumeClaimBuilder()
        .withNewMetadata()
        .withNamespace(restore.getMetadata().getNamespace())
        .withName(wanted.name())
        .addToLabels(Api.MANAGED_BY_LABEL, Api.MANAGER)
        .addToLabels(Api.RESTORE_JOB_LABEL, restore.getMetadata().getName())
        .endMetadata()
        .withNewSpec()
        .withAccessModes(Objects.requireNonNullElse(wanted.accessModes(), List.of("ReadWriteOnce")))
        .withStorageClassName(wanted.storageClassName())
        .withNewResources()
        .addToRequests("storage", Objects.requireNonNullElse(wanted.size(), defaultSize))
        .endResources()
        .endSpec()
        .build();
  }

  private static Container nuoarchive(
      Engine engine, String set, String target, List<VolumeMount> mounts) {
    return new ContainerBuilder()
        .withName("nuoarchive")
        .withImage(engine.image())
        .withCommand("/bin/sh", "-c", RestoreScript.TEXT, "nuoarchive", set, target, "/" + WORK)
        .withSecurityContext(AgentPod.containerSecurity())
        .withNewResources()
        .addToRequests("cpu", new Quantity("50m"))
        .addToRequests("memory", new Quantity("128Mi"))
        .endResources()
        .withVolumeMounts(mounts)
        .addToVolumeMounts(mount(TEMPORARY, "/tmp", false))
        .build();
  }

  private static List<LocalObjectReference> pullSecrets(Engine engine) {
    return engine.imagePullSecrets() == null
        ? List.of()
        : engine.imagePullSecrets().stream()
            .map(secret -> new LocalObjectReference(secret.name()))
            .toList();
  }

  private static VolumeMount mount(String volume, String path, boolean readOnly) {
    return new VolumeMountBuilder()
        .withName(volume)
        .withMountPath(path)
        .withReadOnly(readOnly ? true : null)
        .build();
  }

  private static Volume emptyDirectory(String volume) {
    return new VolumeBuilder().withName(volume).withNewEmptyDir().endEmptyDir().build();
  }

  private static Volume claim(String volume, String claim) {
    return new VolumeBuilder()
        .withName(volume)
        .withNewPersistentVolumeClaim()
        .withClaimName(claim)
        .endPersistentVolumeClaim()
        .build();
  }
}
