package io.nuodb.backup.simulator.domain.admin;

import io.nuodb.backup.simulator.domain.admin.DomainState.ArchiveState;
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
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The admin's view of its domain: durable databases and archives, and the processes alive now. */
final class Domain {
  private static final System.Logger LOG = System.getLogger(Domain.class.getName());
  private static final int NODE_IDS = 127;

  private final DomainStateFile file;
  private final Clock clock;
  private final Duration heartbeatTimeout;
  private final Map<UUID, Engine> engines = new HashMap<>();
  private final Map<Integer, RequestedProcess> requested = new HashMap<>();
  private final Tombstones tombstones = new Tombstones();
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

  /** A step from one durable state to the next; it may refuse the request. */
  @FunctionalInterface
  interface Change {
    DomainState of(DomainState state);
  }

  /** Returns when the changed state is durable. */
  synchronized DomainState change(Change change) throws IOException {
    DomainState next = change.of(state);
    if (!next.equals(state)) {
      file.write(next);
      state = next;
    }
    return state;
  }

  /** Registers the engine or renews what is known of it; durable before it returns. */
  synchronized Registration report(EngineReport report) throws IOException {
    Engine known = engines.get(report.incarnation());
    ArchiveState served = servedArchive(report);
    int startId = startId(report, known);
    change(present -> present.with(report, served, UUID.randomUUID()));
    Registration registration =
        new Registration(
            startId,
            1 + startId % NODE_IDS,
            served == null ? null : served.id(),
            state.database(report.dbName()).databaseId(),
            state.database(report.dbName()).hasRun());
    if (known == null) {
      LOG.log(Level.INFO, "{0} {1} of {2} joined", report.type(), startId, report.dbName());
      tombstones.remove(startId);
    }
    removeFormerServer(report, startId);
    engines.put(report.incarnation(), new Engine(report, registration, clock.instant()));
    return registration;
  }

  private int startId(EngineReport report, Engine known) throws IOException {
    if (known != null) {
      return known.startId();
    }
    return report.startId() != null ? report.startId() : takeStartId();
  }

  private int takeStartId() throws IOException {
    return change(DomainState::withStartIdTaken).nextStartId() - 1;
  }

  /** The archive object of the archive that the storage manager reports; null without one. */
  private ArchiveState servedArchive(EngineReport report) {
    if (report.status().archive() == null) {
      return null;
    }
    RequestedProcess request = requested.get(report.startId());
    Integer requestedId = request == null ? null : request.archive().id();
    return ArchiveClaim.of(state, report, requestedId);
  }

  /** An archive has one storage manager: whoever served it before has died without a word. */
  private void removeFormerServer(EngineReport report, int startId) {
    if (report.status().archive() == null) {
      return;
    }
    UUID archive = report.status().archive().archiveUid();
    engines.values().stream()
        .filter(engine -> !engine.report().incarnation().equals(report.incarnation()))
        .filter(engine -> engine.servesArchive(archive))
        .map(Engine::startId)
        .toList()
        .forEach(former -> remove(former, "Its archive is served by start id " + startId));
  }

  /**
   * Gives a process that the admin is about to start its start id.
   *
   * @param archive the archive that it will serve; null for none. It may refuse the request, and no
   *     other process is requested meanwhile
   */
  synchronized RequestedProcess request(
      String dbName,
      EngineType type,
      Supplier<ArchiveState> archive,
      Map<String, String> labels,
      Map<String, String> options)
      throws IOException {
    ArchiveState served = archive.get();
    RequestedProcess process =
        new RequestedProcess(takeStartId(), dbName, type, served, labels, options);
    requested.put(process.startId(), process);
    return process;
  }

  /** Records that a process that the admin started is gone. */
  synchronized void exited(int startId, int exitCode) {
    RequestedProcess request = requested.remove(startId);
    remove(startId, "Engine exited");
    ExitedProcess exited =
        tombstones
            .find(startId)
            .orElseGet(() -> new ExitedProcess(request, "Engine exited before it joined", null));
    tombstones.add(new ExitedProcess(exited.process(), exited.reason(), exitCode));
  }

  /** Forgets an engine that refuses connections. */
  void remove(int startId) {
    remove(startId, "Engine refuses connections");
  }

  /** Forgets an engine that ended, but for its tombstone. */
  synchronized void remove(int startId, String reason) {
    find(startId)
        .ifPresent(
            engine -> {
              engines.remove(engine.report().incarnation());
              tombstones.add(new ExitedProcess(engine, reason, null));
              LOG.log(Level.INFO, "Engine {0} is gone: {1}", startId, reason);
            });
  }

  private Optional<Engine> find(int startId) {
    return engines.values().stream().filter(engine -> engine.startId() == startId).findFirst();
  }

  /** The engines alive now, by start id. */
  synchronized List<Engine> engines() {
    Instant oldest = clock.instant().minus(heartbeatTimeout);
    engines.values().stream()
        .filter(engine -> engine.lastHeardFrom().isBefore(oldest))
        .map(Engine::startId)
        .toList()
        .forEach(startId -> remove(startId, "No message within " + heartbeatTimeout));
    return engines.values().stream().sorted(Comparator.comparingInt(Engine::startId)).toList();
  }

  /** The engines alive now and the processes that are being started, by start id. */
  synchronized List<DomainProcess> processes() {
    List<Engine> alive = engines();
    Stream<RequestedProcess> starting =
        requested.values().stream()
            .filter(process -> find(process.startId()).isEmpty())
            .filter(process -> tombstones.find(process.startId()).isEmpty());
    return Stream.<DomainProcess>concat(alive.stream(), starting)
        .sorted(Comparator.comparingInt(DomainProcess::startId))
        .toList();
  }

  Optional<DomainProcess> process(int startId) {
    return processes().stream().filter(process -> process.startId() == startId).findFirst();
  }

  /** Whether a process serves the archive or is being started for it. */
  boolean archiveInUse(int archiveId) {
    return processes().stream()
        .anyMatch(process -> Integer.valueOf(archiveId).equals(process.archiveId()));
  }

  synchronized Optional<ExitedProcess> exitedProcess(int startId) {
    return tombstones.find(startId);
  }

  synchronized Collection<ExitedProcess> exitedProcesses() {
    return tombstones.all();
  }

  /** The processes of the database: transaction engines first, the order in which to end them. */
  List<DomainProcess> processes(String dbName) {
    return processes().stream()
        .filter(process -> process.dbName().equals(dbName))
        .sorted(Comparator.comparing(DomainProcess::type))
        .toList();
  }

  /** Refuses the request when the domain knows no such database, not even a deleted one. */
  void requireDatabase(String dbName) {
    if (!state().databases().containsKey(dbName)) {
      throw HttpError.notFound("Database with dbName=" + dbName + " not found");
    }
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
