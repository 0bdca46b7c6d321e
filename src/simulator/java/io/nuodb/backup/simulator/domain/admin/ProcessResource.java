package io.nuodb.backup.simulator.domain.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nuodb.backup.simulator.domain.admin.DomainState.ArchiveState;
import io.nuodb.backup.simulator.domain.http.HttpError;
import io.nuodb.backup.simulator.domain.http.HttpService;
import io.nuodb.backup.simulator.domain.http.Request;
import java.io.IOException;
import java.util.List;

/** Processes in the admin REST API: those alive, those that exited, starting and ending them. */
final class ProcessResource {
  private final Domain domain;
  private final DomainViews views;
  private final AdminServer server;
  private final ChildProcesses children;
  private final ProcessShutdown shutdown;

  ProcessResource(
      Domain domain,
      DomainViews views,
      AdminServer server,
      ChildProcesses children,
      ProcessShutdown shutdown) {
    this.domain = domain;
    this.views = views;
    this.server = server;
    this.children = children;
    this.shutdown = shutdown;
  }

  void addTo(HttpService service) {
    service
        .route("GET", "/api/1/processes", this::processes)
        .route("GET", "/api/1/processes/exited", this::exited)
        .route("GET", "/api/1/processes/{startId}", this::process)
        .route("GET", "/api/1/processes/{startId}/options", request -> find(request).options())
        .route("POST", "/api/1/processes", this::start)
        .route("DELETE", "/api/1/processes/{startId}", this::shutDown);
  }

  private Object processes(Request request) {
    List<ObjectNode> processes =
        domain.processes().stream()
            .map(process -> views.process(process, request.baseUrl()))
            .toList();
    return Page.ofProcesses(processes, process -> process, request);
  }

  private Object exited(Request request) {
    List<ObjectNode> exited =
        domain.exitedProcesses().stream()
            .map(process -> views.exited(process, request.baseUrl()))
            .toList();
    return Page.ofProcesses(exited, element -> element.path("process"), request);
  }

  private Object process(Request request) {
    return views.process(find(request), request.baseUrl());
  }

  /** Refuses the request when the process is gone, with its tombstone if there is one. */
  private DomainProcess find(Request request) {
    int startId = request.intPath("startId");
    return domain.process(startId).orElseThrow(() -> gone(startId, request));
  }

  private HttpError gone(int startId, Request request) {
    return domain
        .exitedProcess(startId)
        .map(
            exited ->
                HttpError.notFound("Process with startId=" + startId + " has exited")
                    .with(views.exited(exited, request.baseUrl())))
        .orElseGet(() -> HttpError.notFound("Process with startId=" + startId + " not found"));
  }

  private Object start(Request request) throws IOException {
    ProcessCommand command = request.body(ProcessCommand.class);
    EngineType type = command.type();
    server.require(command.host());
    if (!domain.state().hasDatabase(command.dbName())) {
      throw HttpError.notFound("Database with dbName=" + command.dbName() + " not found");
    }
    RequestedProcess process =
        domain.request(
            command.dbName(),
            type,
            () -> type == EngineType.SM ? archive(command) : null,
            command.labels(),
            command.overrideOptions());
    children.start(process);
    return views.process(process, request.baseUrl());
  }

  private ArchiveState archive(ProcessCommand command) {
    int id = command.archiveId();
    ArchiveState archive =
        domain
            .state()
            .archive(id)
            .filter(known -> known.dbName().equals(command.dbName()))
            .orElseThrow(
                () ->
                    HttpError.notFound(
                        "Archive with archiveId=" + id + " of " + command.dbName() + " not found"));
    if (!command.host().equals(archive.host())) {
      throw cannotServe(id, "It is not on server " + command.host());
    }
    if (domain.archiveInUse(id)) {
      throw cannotServe(id, "The archive has a process");
    }
    return archive;
  }

  private static HttpError cannotServe(int archiveId, String reason) {
    return HttpError.conflict(
        "Unable to start process for archive with archiveId=" + archiveId, reason);
  }

  /** Answers with the process if it is still there when the request's time is over. */
  private Object shutDown(Request request) {
    DomainProcess process = find(request);
    if (request.isTrue("kill") || request.isTrue("killWithCore")) {
      shutdown.kill(process);
    } else if (request.isTrue("evict")) {
      shutdown.evict(process);
    } else {
      shutdown.request(process);
    }
    return shutdown.awaitGone(process, request.intQuery("timeout").orElse(0))
        ? null
        : views.process(process, request.baseUrl());
  }
}
