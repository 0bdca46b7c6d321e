package io.nuodb.backup.nuodb;

import java.util.Map;
import java.util.Optional;

/**
 * One hot copy command. With several archives it is coordinated: their copies hold one state of the
 * database (NuoDB docs, Redundant Hot Copy with Storage Groups).
 *
 * @param directories by archive id the backup set's directory in the storage manager's file system;
 *     for a simple hot copy that of the new archive
 * @param maxRate bytes per second and storage manager, unlimited when empty
 * @param partialStorageGroups whether the archives need not hold all storage groups together
 */
public record HotCopyRequest(
    String database,
    HotCopyType type,
    Map<Integer, String> directories,
    Optional<Long> maxRate,
    boolean partialStorageGroups) {
  public HotCopyRequest {
    directories = Map.copyOf(directories);
  }
}
