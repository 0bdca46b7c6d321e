package io.nuodb.backup.simulator.domain.admin;

import io.nuodb.backup.simulator.domain.admin.DomainState.ArchiveState;
import io.nuodb.backup.simulator.domain.admin.DomainState.DatabaseState;
import io.nuodb.backup.simulator.domain.http.HttpError;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The admin's view of its domain: durable databases and archives, and the engines alive now. */
final class Domain {
  private static final System.Logger LOG = System.getLogger(Domain.class.getName());
  private static final int NODE_IDS = 127;

  private final DomainStateFile file;
  private final Clock clock;
  private final Duration heartbeatTimeout;
  private final Map<UUID, Engine> engines = new HashMap<>();
  private DomainState state;

  /**
   * @param heartbeatTimeout how long an engine may stay silent before it counts as gone
   */
  Domain(Path directory, Clock clock, Duration heartbeatTimeout) throws IOException {
    this.file = new DomainStateFile(directory);
    this.clock = clock;
    this.heartbeatTimeout = heartbeatTimeout;
    this.state = file.read();
  }

  synchronized DomainState state() {
    return state;
  }

  /** Registers the engine or renews what is known of it; durable before it returns. */
  synchronized Registration report(EngineReport report) throws IOException {
    Engine known = engines.get(report.incarnation());
    ArchiveState served = servedArchive(report, known);
    DomainState next = state.with(report, served, UUID.randomUUID());
    int startId;
    if (known != null) {
      startId = known.startId();
    } else if (report.startId() != null) {
      startId = report.startId();
    } else {
      startId = next.nextStartId();
      next = next.withStartIdTaken();
    }
    if (!next.equals(state)) {
      file.write(next);
      state = next;
    }
    Registration registration =
        new Registration(
            startId,
            1 + startId % NODE_IDS,
            served == null ? null : served.id(),
            state.database(report.dbName()).databaseId(),
            state.database(report.dbName()).hasRun());
    if (known == null) {
      LOG.log(Level.INFO, "{0} {1} of {2} joined", report.type(), startId, report.dbName());
    }
    removeFormerServer(report);
    engines.put(report.incarnation(), new Engine(report, registration, clock.instant()));
    return registration;
  }

  /** The archive object of the archive that the storage manager reports; null without one. */
  private ArchiveState servedArchive(EngineReport report, Engine known) {
    if (report.status().archive() == null) {
      return null;
    }
    // An admin that restarted hears of archives again that were opened before.
    boolean justOpened =
        known == null ? report.startId() == null : known.registration().archiveId() == null;
    return ArchiveClaim.of(state, report, null, justOpened);
  }

  /** An archive has one storage manager: whoever served it before has died without a word. */
  private void removeFormerServer(EngineReport report) {
    if (report.status().archive() == null) {
      return;
    }
    UUID archive = report.status().archive().archiveUid();
    engines.values().stream()
        .filter(engine -> !engine.report().incarnation().equals(report.incarnation()))
        .filter(engine -> engine.servesArchive(archive))
        .map(Engine::startId)
        .toList()
        .forEach(this::remove);
  }

  /** Forgets an engine that ended or refuses connections. */
  synchronized void remove(int startId) {
    if (engines.values().removeIf(engine -> engine.startId() == startId)) {
      LOG.log(Level.INFO, "Engine {0} is gone", startId);
    }
  }

  /** The engines alive now, by start id. */
  synchronized List<Engine> engines() {
    Instant oldest = clock.instant().minus(heartbeatTimeout);
    engines.values().stream()
        .filter(engine -> engine.lastHeardFrom().isBefore(oldest))
        .map(Engine::startId)
        .toList()
        .forEach(this::remove);
    return engines.values().stream().sorted(Comparator.comparingInt(Engine::startId)).toList();
  }

  /** The database's record; refuses the request when there is none. */
  DatabaseState requireDatabase(String dbName) {
    DatabaseState database = state().databases().get(dbName);
    if (database == null) {
      throw HttpError.notFound("Database with dbName=" + dbName + " not found");
    }
    return database;
  }

  /** The storage groups of the database that none of these archives serves, by their names. */
  List<String> uncoveredStorageGroups(String dbName, Collection<Integer> archiveIds) {
    return StorageGroup.uncovered(state(), dbName, archiveIds);
  }

  /** The storage manager that serves the archive now and is RUNNING. */
  Optional<Engine> runningSm(String dbName, int archiveId) {
    return engines().stream()
        .filter(engine -> engine.isRunningSm(dbName))
        .filter(engine -> engine.registration().archiveId() == archiveId)
        .findFirst();
  }
}
