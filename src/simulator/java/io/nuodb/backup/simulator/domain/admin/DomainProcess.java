package io.nuodb.backup.simulator.domain.admin;

import java.util.Map;

/** A database process as the admin knows it, by its start id. */
sealed interface DomainProcess permits Engine, RequestedProcess {
  int startId();

  String dbName();

  EngineType type();

  /** Null for a transaction engine, and for a storage manager that has not opened its archive. */
  Integer archiveId();

  Map<String, String> options();
}
