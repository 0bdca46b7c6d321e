package io.nuodb.backup.operator;

import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;
import java.util.Optional;

/** The volume that a storage manager keeps its journal on, mounted to see how full it is. */
record JournalVolume(String claim) {
  static final String NAME = "journal-volume";
  private static final String MOUNT_PATH = "/journal-volume";

  /** The one that a Job's pod mounts as such. */
  static Optional<JournalVolume> of(Job job) {
    return job.getSpec().getTemplate().getSpec().getVolumes().stream()
        .filter(volume -> volume.getName().equals(NAME))
        .map(volume -> new JournalVolume(volume.getPersistentVolumeClaim().getClaimName()))
        .findFirst();
  }

  List<String> arguments() {
    return List.of("--journal-volume", MOUNT_PATH);
  }

  /**
   * The mount is read-only and not the volume: for that, some drivers mount the disk anew, which
   * fails while the storage manager has it mounted for writing.
   *
   * @param backup the volume that is mounted anyway; both may be one
   */
  VolumeMount mount(BackupVolume backup) {
    return new VolumeMountBuilder()
        .withName(isOn(backup) ? BackupVolume.NAME : NAME)
        .withMountPath(MOUNT_PATH)
        .withReadOnly(true)
        .build();
  }

  void addTo(PodSpecBuilder pod, BackupVolume backup) {
    if (!isOn(backup)) {
      pod.addNewVolume()
          .withName(NAME)
          .withNewPersistentVolumeClaim()
          .withClaimName(claim)
          .endPersistentVolumeClaim()
          .endVolume();
    }
  }

  private boolean isOn(BackupVolume backup) {
    return claim.equals(backup.claim());
  }
}
