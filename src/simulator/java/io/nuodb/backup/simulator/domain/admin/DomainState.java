package io.nuodb.backup.simulator.domain.admin;

import io.nuodb.backup.simulator.domain.admin.EngineStatus.ArchiveReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What the admin remembers over a restart. Archive ids follow an archive's own UUID, so that a
 * storage manager which returns with its archive gets its id back wherever it runs.
 */
public record DomainState(
    int nextStartId, Map<String, DatabaseState> databases, List<ArchiveState> archives) {
  /**
   * @param databaseId null until the first storage manager reported
   * @param hasRun whether any storage manager of the database was ever RUNNING
   */
  public record DatabaseState(UUID databaseId, boolean hasRun) {}

  /**
   * @param id assigned in the order in which archives were first seen, from 0
   */
  public record ArchiveState(int id, UUID uuid, String dbName, String path) {}

  public DomainState {
    databases = Map.copyOf(databases);
    archives = List.copyOf(archives);
  }

  public static DomainState empty() {
    return new DomainState(0, Map.of(), List.of());
  }

  public Optional<ArchiveState> archive(UUID uuid) {
    return archives.stream().filter(archive -> archive.uuid().equals(uuid)).findFirst();
  }

  public DatabaseState database(String dbName) {
    return databases.getOrDefault(dbName, new DatabaseState(null, false));
  }

  DomainState withStartIdTaken() {
    return new DomainState(nextStartId + 1, databases, archives);
  }

  /**
   * Records the database and, where a storage manager reports one, its archive.
   *
   * @param newDatabaseId the database's UUID if this report is the first to need one
   */
  DomainState with(EngineReport report, UUID newDatabaseId) {
    Map<String, DatabaseState> newDatabases = new TreeMap<>(databases);
    newDatabases.put(report.dbName(), database(report, newDatabaseId));

    List<ArchiveState> newArchives = new ArrayList<>(archives);
    ArchiveReport reported = report.status().archive();
    if (reported != null) {
      UUID uuid = reported.archiveUid();
      int id = archive(uuid).map(ArchiveState::id).orElse(archives.size());
      newArchives.removeIf(archive -> archive.id() == id);
      newArchives.add(new ArchiveState(id, uuid, report.dbName(), reported.path()));
      newArchives.sort((a, b) -> Integer.compare(a.id(), b.id()));
    }
    return new DomainState(nextStartId, newDatabases, newArchives);
  }

  private DatabaseState database(EngineReport report, UUID newDatabaseId) {
    DatabaseState known = database(report.dbName());
    if (report.type() == EngineType.TE) {
      return known;
    }
    UUID reported = Objects.requireNonNullElse(report.status().databaseId(), newDatabaseId);
    return new DatabaseState(
        Objects.requireNonNullElse(known.databaseId(), reported),
        known.hasRun() || report.status().state() == EngineState.RUNNING);
  }
}
