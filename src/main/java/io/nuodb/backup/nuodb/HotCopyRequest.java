package io.nuodb.backup.nuodb;

import java.util.Optional;

/**
 * A hot copy of one archive into a backup set named explicitly.
 *
 * @param setDirectory the backup set's directory in the storage manager's file system
 * @param maxRate bytes per second, unlimited when empty
 */
public record HotCopyRequest(
    String database,
    HotCopyType type,
    int archiveId,
    String setDirectory,
    Optional<Long> maxRate) {}
