package io.nuodb.backup.simulator.domain.admin;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What the admin remembers over a restart.
 *
 * @param removedArchives archive objects that were deleted and can come back
 */
public record DomainState(
    int nextStartId,
    int nextArchiveId,
    Map<String, DatabaseState> databases,
    List<ArchiveState> archives,
    List<ArchiveState> removedArchives) {
  /**
   * @param databaseId null until the first storage manager reported
   * @param hasRun whether any storage manager of the database was ever RUNNING
   * @param deleted whether only its tombstone is left
   * @param storageGroups every group that an archive ever declared, in the order of their ids
   */
  public record DatabaseState(
      UUID databaseId, boolean hasRun, boolean deleted, List<String> storageGroups) {
    public DatabaseState {
      storageGroups = storageGroups == null ? List.of() : List.copyOf(storageGroups);
    }

    static DatabaseState empty() {
      return new DatabaseState(null, false, false, List.of());
    }

    static DatabaseState tombstone() {
      return new DatabaseState(null, false, true, List.of());
    }
  }

  /**
   * An archive object: what the admin knows of an archive, with or without one on disk.
   *
   * @param id assigned in the order in which archives were first seen, from 0, never again
   * @param uuid of the archive on disk; null while the object is only provisioned
   * @param host id of the admin process on whose host it is; null when its storage manager is
   *     started externally
   * @param journalPath null for a journal within the archive
   * @param storageGroups that its storage manager declared last, in upper case
   */
  public record ArchiveState(
      int id,
      UUID uuid,
      String dbName,
      String path,
      String host,
      String journalPath,
      Set<String> storageGroups) {
    public ArchiveState {
      storageGroups =
          Collections.unmodifiableSet(
              storageGroups == null ? Set.of() : new TreeSet<>(storageGroups));
    }
  }

  public DomainState {
    databases = Map.copyOf(databases);
    archives = List.copyOf(archives);
    removedArchives = removedArchives == null ? List.of() : List.copyOf(removedArchives);
    int highest = archives.stream().mapToInt(ArchiveState::id).max().orElse(-1);
    nextArchiveId = Math.max(nextArchiveId, highest + 1);
  }

  public static DomainState empty() {
    return new DomainState(0, 0, Map.of(), List.of(), List.of());
  }

  List<ArchiveState> archives(String dbName) {
    return archives.stream().filter(archive -> archive.dbName().equals(dbName)).toList();
  }

  Optional<ArchiveState> archive(int id) {
    return archives.stream().filter(archive -> archive.id() == id).findFirst();
  }

  Optional<ArchiveState> removedArchive(int id) {
    return removedArchives.stream().filter(archive -> archive.id() == id).findFirst();
  }

  public DatabaseState database(String dbName) {
    return databases.getOrDefault(dbName, DatabaseState.empty());
  }

  /** Whether the database is there and not deleted. */
  boolean hasDatabase(String dbName) {
    return databases.containsKey(dbName) && !databases.get(dbName).deleted();
  }

  DomainState withStartIdTaken() {
    return new DomainState(nextStartId + 1, nextArchiveId, databases, archives, removedArchives);
  }

  DomainState withDatabase(String dbName, DatabaseState database) {
    Map<String, DatabaseState> all = new TreeMap<>(databases);
    all.put(dbName, database);
    return new DomainState(nextStartId, nextArchiveId, all, archives, removedArchives);
  }

  DomainState withoutDatabase(String dbName) {
    Map<String, DatabaseState> all = new TreeMap<>(databases);
    all.remove(dbName);
    return new DomainState(nextStartId, nextArchiveId, all, archives, removedArchives);
  }

  /** With the archive object in place of the one of its id, if there is one, even a removed one. */
  DomainState withArchive(ArchiveState archive) {
    return new DomainState(
        nextStartId,
        nextArchiveId,
        databases,
        with(archive, archives),
        without(archive.id(), removedArchives));
  }

  DomainState withArchiveRemoved(ArchiveState archive) {
    return new DomainState(
        nextStartId,
        nextArchiveId,
        databases,
        without(archive.id(), archives),
        with(archive, removedArchives));
  }

  DomainState withArchivePurged(int id) {
    return new DomainState(
        nextStartId, nextArchiveId, databases, without(id, archives), without(id, removedArchives));
  }

  /**
   * Records the database and, where a storage manager reports one, its archive.
   *
   * @param served the archive object that the storage manager serves; null when it reports none
   * @param newDatabaseId the database's UUID if this report is the first to need one
   */
  DomainState with(EngineReport report, ArchiveState served, UUID newDatabaseId) {
    DomainState next = withDatabase(report.dbName(), database(report, served, newDatabaseId));
    return served == null ? next : next.withArchive(served);
  }

  private DatabaseState database(EngineReport report, ArchiveState served, UUID newDatabaseId) {
    DatabaseState known = database(report.dbName());
    if (report.type() == EngineType.TE) {
      return new DatabaseState(known.databaseId(), known.hasRun(), false, known.storageGroups());
    }
    UUID reported = Objects.requireNonNullElse(report.status().databaseId(), newDatabaseId);
    Set<String> declared = served == null ? Set.of() : served.storageGroups();
    return new DatabaseState(
        Objects.requireNonNullElse(known.databaseId(), reported),
        known.hasRun() || report.status().state() == EngineState.RUNNING,
        false,
        Stream.concat(known.storageGroups().stream(), declared.stream()).distinct().toList());
  }

  private static List<ArchiveState> with(ArchiveState archive, List<ArchiveState> archives) {
    return Stream.concat(without(archive.id(), archives).stream(), Stream.of(archive))
        .sorted(Comparator.comparingInt(ArchiveState::id))
        .toList();
  }

  private static List<ArchiveState> without(int id, List<ArchiveState> archives) {
    return archives.stream().filter(archive -> archive.id() != id).toList();
  }
}
