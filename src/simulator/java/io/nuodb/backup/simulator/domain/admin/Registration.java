package io.nuodb.backup.simulator.domain.admin;

import java.util.UUID;

/**
 * The admin's answer to an {@link EngineReport}.
 *
 * @param nodeId 1 to 127, part of the transaction ids that a transaction engine assigns
 * @param archiveId null for a transaction engine
 * @param databaseId null as long as no storage manager of the database ever reported
 * @param databaseHasRun whether any storage manager of this database was ever RUNNING
 */
public record Registration(
    int startId, int nodeId, Integer archiveId, UUID databaseId, boolean databaseHasRun) {}
