package io.nuodb.backup.operator;

import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.nuodb.backup.api.BackupSetStatus.StorageManager;
import java.nio.file.Path;

/**
 * The volume that a set lies on, mounted read-only so that the set has the path that the storage
 * manager knows it by.
 *
 * @param subPath directory of the volume that is mounted, empty for all of it
 */
record BackupVolume(String claim, String mountPath, String subPath) {
  static final String NAME = "backup-volume";

  /**
   * What the set's directory and its path on the volume share at their ends lies inside the mount;
   * what is left of them are the mount's two sides.
   */
  static BackupVolume of(StorageManager set) {
    Path directory = Path.of(set.directory());
    Path onVolume = Path.of(set.volumePath());
    int shared = 0;
    while (shared < onVolume.getNameCount()
        && shared < directory.getNameCount() - 1
        && directory
            .getName(directory.getNameCount() - 1 - shared)
            .equals(onVolume.getName(onVolume.getNameCount() - 1 - shared))) {
      shared++;
    }
    Path mountPath = directory;
    for (int i = 0; i < shared; i++) {
      mountPath = mountPath.getParent();
    }
    int above = onVolume.getNameCount() - shared;
    String subPath = above == 0 ? "" : onVolume.subpath(0, above).toString();
    return new BackupVolume(set.persistentVolumeClaim(), mountPath.toString(), subPath);
  }

  Volume volume() {
    return new VolumeBuilder()
        .withName(NAME)
        .withNewPersistentVolumeClaim()
        .withClaimName(claim)
        .endPersistentVolumeClaim()
        .build();
  }

  VolumeMount mount() {
    var mount = new VolumeMountBuilder().withName(NAME).withMountPath(mountPath).withReadOnly(true);
    if (!subPath.isEmpty()) {
      mount.withSubPath(subPath);
    }
    return mount.build();
  }
}
