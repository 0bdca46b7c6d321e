package io.nuodb.backup.simulator.domain.admin;

import io.nuodb.backup.simulator.domain.admin.DomainState.ArchiveState;
import io.nuodb.backup.simulator.domain.http.HttpError;
import io.nuodb.backup.simulator.domain.http.HttpService;
import io.nuodb.backup.simulator.domain.http.Request;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** The listings of the admin REST API: processes, archives, databases. */
final class DomainResource {
  private final Domain domain;
  private final DomainViews views;
  private final Clock clock;

  DomainResource(Domain domain, DomainViews views, Clock clock) {
    this.domain = domain;
    this.views = views;
    this.clock = clock;
  }

  void addTo(HttpService service) {
    service
        .route("GET", "/api/1/processes", this::processes)
        .route("GET", "/api/1/processes/{startId}", this::process)
        .route("GET", "/api/1/archives", this::archives)
        .route("GET", "/api/1/archives/{id}", this::archive)
        .route("GET", "/api/1/databases", this::databases)
        .route("GET", "/api/1/databases/{db}", this::database)
        .route("POST", "/api/1/diagnostics/log", this::log);
  }

  private Object processes(Request request) {
    return Page.ofProcesses(
        domain.engines().stream().map(engine -> views.process(engine, request.baseUrl())).toList(),
        process -> process,
        request);
  }

  private Object process(Request request) {
    String startId = request.path("startId");
    return domain.engines().stream()
        .filter(engine -> String.valueOf(engine.startId()).equals(startId))
        .findFirst()
        .map(engine -> views.process(engine, request.baseUrl()))
        .orElseThrow(() -> HttpError.notFound("Process with startId=" + startId + " not found"));
  }

  /** No archive is ever removed here, so the listing of removed ones is empty. */
  private Object archives(Request request) {
    List<ArchiveState> archives =
        request.query("removed").filter(Boolean::parseBoolean).isPresent()
            ? List.of()
            : domain.state().archives();
    return Page.of(
        archives.stream().map(archive -> views.archive(archive, request.baseUrl())).toList(),
        request);
  }

  private Object archive(Request request) {
    String id = request.path("id");
    return domain.state().archives().stream()
        .filter(archive -> String.valueOf(archive.id()).equals(id))
        .findFirst()
        .map(archive -> views.archive(archive, request.baseUrl()))
        .orElseThrow(() -> HttpError.notFound("Archive with archiveId=" + id + " not found"));
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

  private Object log(Request request) throws Exception {
    Map<?, ?> body = request.body(Map.class);
    System.getLogger("diagnostics")
        .log(System.Logger.Level.INFO, String.valueOf(body.get("message")));
    return Map.of("serverVersion", DomainViews.VERSION, "serverTimeMillis", clock.millis());
  }
}
