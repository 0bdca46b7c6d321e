package io.nuodb.backup.nuodb;

/**
 * What names a hot copy in the admin REST API.
 *
 * @param coordinatorStartId start id of the storage manager that coordinates it, which keeps its
 *     status
 */
public record HotCopyId(String coordinatorStartId, String hotCopyId) {}
