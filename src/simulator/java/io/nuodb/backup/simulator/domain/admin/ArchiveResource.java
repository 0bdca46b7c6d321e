package io.nuodb.backup.simulator.domain.admin;

import io.nuodb.backup.simulator.domain.admin.DomainState.ArchiveState;
import io.nuodb.backup.simulator.domain.http.HttpError;
import io.nuodb.backup.simulator.domain.http.HttpService;
import io.nuodb.backup.simulator.domain.http.Request;
import java.io.IOException;
import java.util.List;

/** Archive objects in the admin REST API. They are metadata: data on disk is never touched. */
final class ArchiveResource {
  private final Domain domain;
  private final DomainViews views;
  private final AdminServer server;

  ArchiveResource(Domain domain, DomainViews views, AdminServer server) {
    this.domain = domain;
    this.server = server;
    this.views = views;
  }

  void addTo(HttpService service) {
    service
        .route("GET", "/api/1/archives", this::archives)
        .route("GET", "/api/1/archives/{id}", this::archive)
        .route("POST", "/api/1/archives", this::create)
        .route("PUT", "/api/1/archives/{id}", this::resurrect)
        .route("DELETE", "/api/1/archives/{id}", this::delete);
  }

  private Object archives(Request request) {
    return Page.of(
        listed(request).stream().map(archive -> views.archive(archive, request.baseUrl())).toList(),
        request);
  }

  private Object archive(Request request) {
    int id = id(request);
    return listed(request).stream()
        .filter(archive -> archive.id() == id)
        .findFirst()
        .map(archive -> views.archive(archive, request.baseUrl()))
        .orElseThrow(() -> notFound(id));
  }

  private List<ArchiveState> listed(Request request) {
    return request.isTrue("removed") ? domain.state().removedArchives() : domain.state().archives();
  }

  private Object create(Request request) throws IOException {
    ArchiveCommand command = command(request);
    ArchiveState created =
        domain
            .change(state -> state.withArchive(command.provisioned(state.nextArchiveId())))
            .archives()
            .getLast();
    return views.archive(created, request.baseUrl());
  }

  private Object resurrect(Request request) throws IOException {
    int id = id(request);
    ArchiveCommand command = command(request);
    DomainState changed =
        domain.change(
            state ->
                state.withArchive(
                    command.resurrected(
                        state.removedArchive(id).orElseThrow(() -> notRemoved(state, id)))));
    return views.archive(changed.archive(id).orElseThrow(), request.baseUrl());
  }

  private Object delete(Request request) throws IOException {
    int id = id(request);
    boolean purge = request.isTrue("purge");
    ArchiveState archive = purge ? anyArchive(id) : presentArchive(id);
    domain.change(
        state -> {
          if (domain.archiveInUse(id)) {
            throw refused(id, "The archive has a process");
          }
          if (isLastOfDatabase(state, archive)) {
            throw refused(id, "It is the last archive of database " + archive.dbName());
          }
          return purge ? state.withArchivePurged(id) : state.withArchiveRemoved(archive);
        });
    return views.archive(archive, request.baseUrl());
  }

  private ArchiveState anyArchive(int id) {
    return domain.state().removedArchive(id).orElseGet(() -> presentArchive(id));
  }

  private ArchiveState presentArchive(int id) {
    return domain.state().archive(id).orElseThrow(() -> notFound(id));
  }

  /** Such an archive can only be deleted after its database. */
  private static boolean isLastOfDatabase(DomainState state, ArchiveState archive) {
    return state.hasDatabase(archive.dbName())
        && state.archives(archive.dbName()).equals(List.of(archive));
  }

  private ArchiveCommand command(Request request) throws IOException {
    ArchiveCommand command = request.body(ArchiveCommand.class);
    if (command.host() != null) {
      server.require(command.host());
    }
    return command;
  }

  private static HttpError notRemoved(DomainState state, int id) {
    return state.archive(id).isPresent()
        ? HttpError.conflict("Archive with archiveId=" + id + " is not removed")
        : notFound(id);
  }

  private static HttpError refused(int id, String reason) {
    return HttpError.conflict("Unable to delete archive with archiveId=" + id, reason);
  }

  private static HttpError notFound(int id) {
    return HttpError.notFound("Archive with archiveId=" + id + " not found");
  }

  private static int id(Request request) {
    return request.intPath("id");
  }
}
