package io.nuodb.backup.plan;

import io.nuodb.backup.api.BackupSetStatus;
import java.time.Instant;
import java.util.Optional;

/**
 * A selected storage manager's pod.
 *
 * @param ready whether the pod is Ready, that is, its engine RUNNING; false when the pod is gone
 * @param zone value of the label that {@code spec.storageManagers.redundancy} names
 * @param backupVolume where a set in the backup root lies, without a set's name: claim, path on its
 *     volume, users and image; empty when no claim is mounted there
 */
public record ObservedStorageManager(
    String pod,
    String podUid,
    Instant creationTime,
    boolean ready,
    Optional<String> zone,
    Optional<BackupSetStatus.StorageManager> backupVolume) {}
