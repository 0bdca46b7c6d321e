package io.nuodb.backup.plan;

import io.nuodb.backup.api.BackupSetStatus;
import io.nuodb.backup.job.JobResult;
import java.time.Instant;
import java.util.Optional;

/** A storage manager's pod and what its engine is like. */
final class SimulatedPod {
  final String name;
  final int archiveId;
  Instant created;
  boolean ready = true;

  /** Whether the policy's selector matches its labels. */
  boolean selected = true;

  Optional<String> zone = Optional.empty();

  /** What its admin process tells; null when it does not. */
  Boolean keepsJournals;

  /** What agents see of the volume with its journal; null where they cannot mount it. */
  JobResult.Volume journalVolume;

  /** Journal copies are suspended, as after a SYNC. */
  boolean synced;

  SimulatedPod(String name, int archiveId, Instant created) {
    this.name = name;
    this.archiveId = archiveId;
    this.created = created;
  }

  ObservedStorageManager observe() {
    return new ObservedStorageManager(
        name, name + "-" + created, created, ready, zone, Optional.of(root()));
  }

  JobResult.StorageManager facts() {
    return new JobResult.StorageManager(name, archiveId, "1", "RUNNING", keepsJournals, null);
  }

  private BackupSetStatus.StorageManager root() {
    return new BackupSetStatus.StorageManager(
        name, null, null, "/backup", "claim-" + name, "", "nuodb", null, null);
  }
}
