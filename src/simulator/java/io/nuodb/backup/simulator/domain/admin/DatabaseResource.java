package io.nuodb.backup.simulator.domain.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nuodb.backup.simulator.domain.admin.DomainState.ArchiveState;
import io.nuodb.backup.simulator.domain.admin.DomainState.DatabaseState;
import io.nuodb.backup.simulator.domain.http.HttpError;
import io.nuodb.backup.simulator.domain.http.HttpService;
import io.nuodb.backup.simulator.domain.http.Json;
import io.nuodb.backup.simulator.domain.http.Request;
import java.io.IOException;
import java.util.List;

/** Databases in the admin REST API. They have no users, so that credentials are of no effect. */
final class DatabaseResource {
  private final Domain domain;
  private final DomainViews views;
  private final AdminServer server;
  private final ProcessShutdown shutdown;

  DatabaseResource(Domain domain, DomainViews views, AdminServer server, ProcessShutdown shutdown) {
    this.domain = domain;
    this.views = views;
    this.server = server;
    this.shutdown = shutdown;
  }

  void addTo(HttpService service) {
    service
        .route("GET", "/api/1/databases", this::databases)
        .route("GET", "/api/1/databases/{db}", this::database)
        .route("PUT", "/api/1/databases/{db}", this::create)
        .route("DELETE", "/api/1/databases/{db}", this::delete)
        .route("POST", "/api/1/databases/{db}/startplan", this::startPlan)
        .route("POST", "/api/1/databases/{db}/shutdown", this::shutDown);
  }

  /**
   * The body of a request for the processes that would make up a database.
   *
   * @param teHosts ids of the servers that are to run transaction engines
   */
  private record Placement(List<String> teHosts) {
    private Placement {
      teHosts = teHosts == null ? List.of() : List.copyOf(teHosts);
    }
  }

  private Object databases(Request request) {
    return Page.of(
        domain.state().databases().keySet().stream()
            .map(dbName -> views.database(dbName, request.baseUrl()))
            .toList(),
        request);
  }

  private Object database(Request request) {
    String dbName = request.path("db");
    domain.requireDatabase(dbName);
    return views.database(dbName, request.baseUrl());
  }

  private Object create(Request request) throws IOException {
    String dbName = request.path("db");
    Placement placement = request.body(Placement.class);
    placement.teHosts().forEach(server::require);
    domain.change(
        state -> {
          if (!state.hasDatabase(dbName)) {
            return state.withDatabase(dbName, DatabaseState.empty());
          }
          if (!request.isTrue("mayExist")) {
            throw HttpError.conflict("Database with dbName=" + dbName + " already exists");
          }
          return state;
        });
    return startPlan(dbName, placement);
  }

  private Object delete(Request request) throws IOException {
    String dbName = request.path("db");
    domain.requireDatabase(dbName);
    if (!domain.processes(dbName).isEmpty()) {
      throw HttpError.conflict(
          "Unable to delete database with dbName=" + dbName, "The database has processes");
    }
    domain.change(
        state ->
            request.isTrue("purge")
                ? state.withoutDatabase(dbName)
                : state.withDatabase(dbName, DatabaseState.tombstone()));
    return null;
  }

  private Object startPlan(Request request) throws IOException {
    domain.requireDatabase(request.path("db"));
    Placement placement = request.body(Placement.class);
    placement.teHosts().forEach(server::require);
    return startPlan(request.path("db"), placement);
  }

  /** Requests to start what does not run yet: a storage manager for every archive of a server. */
  private ObjectNode startPlan(String dbName, Placement placement) {
    ObjectNode plan = Json.MAPPER.createObjectNode();
    plan.put("incremental", !domain.processes(dbName).isEmpty());
    ArrayNode processes = plan.putArray("processes");
    for (ArchiveState archive : domain.state().archives(dbName)) {
      if (archive.host() != null && !domain.archiveInUse(archive.id())) {
        add(processes, dbName, archive.host(), EngineType.SM).put("archiveId", archive.id());
      }
    }
    placement.teHosts().forEach(host -> add(processes, dbName, host, EngineType.TE));
    return plan;
  }

  private static ObjectNode add(ArrayNode processes, String dbName, String host, EngineType type) {
    return processes
        .addObject()
        .put("dbName", dbName)
        .put("host", host)
        .put("engineType", type.name());
  }

  private Object shutDown(Request request) {
    String dbName = request.path("db");
    domain.requireDatabase(dbName);
    domain.processes(dbName).forEach(shutdown::request);
    return null;
  }
}
