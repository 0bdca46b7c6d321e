package io.nuodb.backup.simulator.domain.admin;

import io.nuodb.backup.simulator.domain.admin.DomainState.ArchiveState;
import java.util.Map;

/**
 * A process that the admin starts, and that need not have registered yet.
 *
 * @param archive that a storage manager is to serve; null for a transaction engine
 */
record RequestedProcess(
    int startId,
    String dbName,
    EngineType type,
    ArchiveState archive,
    Map<String, String> labels,
    Map<String, String> options)
    implements DomainProcess {
  @Override
  public Integer archiveId() {
    return archive == null ? null : archive.id();
  }
}
