package io.nuodb.backup.plan;

import io.nuodb.backup.api.BackupSetStatus;
import java.time.Instant;
import java.util.Optional;

/**
 * A selected storage manager's pod, the smallest thing that hot copies are planned for.
 *
 * @param ready whether the pod is Ready, that is, its engine RUNNING; false when the pod is gone
 * @param backupVolume where a set in the backup root lies, without a set's name: claim, path on its
 *     volume, users and image; empty when no claim is mounted there
 */
public record Unit(
    String pod,
    String podUid,
    Instant creationTime,
    boolean ready,
    Optional<BackupSetStatus.StorageManager> backupVolume) {}
