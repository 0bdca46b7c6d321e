package io.nuodb.backup.simulator.domain.admin;

import java.util.UUID;

/**
 * How an engine process is at the moment.
 *
 * @param databaseId the database that the storage manager's archive belongs to; null when there is
 *     none yet, and for a transaction engine
 * @param archive null for a transaction engine, and for a storage manager that has not opened it
 */
public record EngineStatus(EngineState state, UUID databaseId, ArchiveReport archive) {
  /** The archive that a storage manager serves: its own UUID and its directory. */
  public record ArchiveReport(UUID archiveUid, String path) {}

  public static EngineStatus of(EngineState state) {
    return new EngineStatus(state, null, null);
  }
}
