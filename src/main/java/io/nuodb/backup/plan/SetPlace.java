package io.nuodb.backup.plan;

import io.nuodb.backup.api.BackupSetStatus;

/** Where sets lie in a backup root. */
final class SetPlace {
  private SetPlace() {}

  /**
   * @param root the backup root, on its volume
   * @param directory name of the set's directory
   */
  static BackupSetStatus.StorageManager in(BackupSetStatus.StorageManager root, String directory) {
    return new BackupSetStatus.StorageManager(
        root.pod(),
        root.archiveId(),
        root.archiveUid(),
        root.directory() + "/" + directory,
        root.persistentVolumeClaim(),
        root.volumePath().isEmpty() ? directory : root.volumePath() + "/" + directory,
        root.engineImage(),
        root.runAsUser(),
        root.fsGroup());
  }
}
