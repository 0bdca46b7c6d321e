package io.nuodb.backup.operator;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.nuodb.backup.api.BackupSetStatus;
import io.nuodb.backup.plan.ObservedStorageManager;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/** Reads from a storage manager's pod what hot copies need to know. */
final class StorageManagerPod {
  /** Name of the engine's container in NuoDB's Helm chart. */
  private static final String ENGINE = "engine";

  /** Where that chart mounts the journal's volume, if it has one of its own. */
  private static final Path JOURNAL = Path.of("/var/opt/nuodb/journal");

  /** Where it mounts the archive's, on which the journal lies otherwise. */
  private static final Path ARCHIVE = Path.of("/var/opt/nuodb/archive");

  private StorageManagerPod() {}

  /**
   * @param zoneLabel label of pods whose value is the zone
   */
  static ObservedStorageManager observe(Pod pod, String backupRoot, Optional<String> zoneLabel) {
    return new ObservedStorageManager(
        pod.getMetadata().getName(),
        pod.getMetadata().getUid(),
        Instant.parse(pod.getMetadata().getCreationTimestamp()),
        ready(pod),
        zoneLabel.map(pod.getMetadata().getLabels()::get),
        backupVolume(pod, backupRoot));
  }

  /** The node that the pod is bound to. */
  static Optional<String> node(Pod pod) {
    return Optional.ofNullable(pod.getSpec().getNodeName());
  }

  /** The claim that its journal lies on; empty where that is another kind of volume. */
  static Optional<String> journalClaim(Pod pod) {
    return engine(pod).getVolumeMounts().stream()
        .filter(mount -> JOURNAL.equals(Path.of(mount.getMountPath())))
        .findFirst()
        .or(() -> mountHolding(engine(pod), ARCHIVE))
        .flatMap(mount -> claim(pod, mount.getName()));
  }

  private static boolean ready(Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() == null
        && pod.getStatus() != null
        && pod.getStatus().getConditions().stream()
            .filter(condition -> condition.getType().equals("Ready"))
            .map(PodCondition::getStatus)
            .anyMatch("True"::equals);
  }

  private static Optional<BackupSetStatus.StorageManager> backupVolume(Pod pod, String backupRoot) {
    Container engine = engine(pod);
    Path root = Path.of(backupRoot);
    Optional<VolumeMount> mount = mountHolding(engine, root);
    return mount
        .flatMap(it -> claim(pod, it.getName()))
        .map(claim -> backupVolume(pod, engine, root, mount.orElseThrow(), claim));
  }

  private static BackupSetStatus.StorageManager backupVolume(
      Pod pod, Container engine, Path root, VolumeMount mount, String claim) {
    Path inMount = Path.of(mount.getMountPath()).relativize(root);
    Path onVolume =
        mount.getSubPath() == null ? inMount : Path.of(mount.getSubPath()).resolve(inMount);
    return new BackupSetStatus.StorageManager(
        pod.getMetadata().getName(),
        null,
        null,
        root.toString(),
        claim,
        onVolume.toString(),
        engine.getImage(),
        runAsUser(pod, engine).orElse(null),
        Optional.ofNullable(pod.getSpec().getSecurityContext())
            .map(PodSecurityContext::getFsGroup)
            .orElse(null));
  }

  private static Optional<VolumeMount> mountHolding(Container engine, Path path) {
    return engine.getVolumeMounts().stream()
        .filter(it -> path.startsWith(it.getMountPath()))
        .max(Comparator.comparingInt(it -> Path.of(it.getMountPath()).getNameCount()));
  }

  private static Container engine(Pod pod) {
    return pod.getSpec().getContainers().stream()
        .filter(container -> container.getName().equals(ENGINE))
        .findFirst()
        .orElseGet(() -> pod.getSpec().getContainers().getFirst());
  }

  private static Optional<String> claim(Pod pod, String volume) {
    return pod.getSpec().getVolumes().stream()
        .filter(it -> it.getName().equals(volume))
        .map(Volume::getPersistentVolumeClaim)
        .filter(source -> source != null)
        .map(source -> source.getClaimName())
        .findFirst();
  }

  private static Optional<Long> runAsUser(Pod pod, Container engine) {
    return Optional.ofNullable(engine.getSecurityContext())
        .map(SecurityContext::getRunAsUser)
        .or(
            () ->
                Optional.ofNullable(pod.getSpec().getSecurityContext())
                    .map(PodSecurityContext::getRunAsUser));
  }
}
