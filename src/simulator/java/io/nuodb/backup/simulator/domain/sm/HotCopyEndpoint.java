package io.nuodb.backup.simulator.domain.sm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nuodb.backup.simulator.backup.HotCopyState;
import io.nuodb.backup.simulator.backup.HotCopyStatus;
import io.nuodb.backup.simulator.domain.admin.HotCopyOrder;
import io.nuodb.backup.simulator.domain.http.HttpError;
import io.nuodb.backup.simulator.domain.http.HttpService;
import io.nuodb.backup.simulator.domain.http.Json;
import io.nuodb.backup.simulator.domain.http.Request;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.UUID;

/** What the admin, and the coordinators of hot copies of several archives, ask for. */
final class HotCopyEndpoint {
  /** In the storage manager's own zone, as NuoDB's statuses are. */
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

  private final HotCopyCommands commands;
  private final Clock clock;

  HotCopyEndpoint(HotCopyCommands commands, Clock clock) {
    this.commands = commands;
    this.clock = clock;
  }

  void addTo(HttpService service) {
    service
        .route("POST", "/hotCopies", this::start)
        .route("GET", "/hotCopies", this::statuses)
        .route("GET", "/hotCopies/{id}", this::status)
        .route("POST", "/hotCopies/{id}/cancel", this::cancel)
        .route("POST", "/hotCopies/parts", this::startPart)
        .route("POST", "/hotCopies/{id}/parts/{archive}", this::report);
  }

  private Object start(Request request) throws IOException {
    return view(commands.start(request.body(HotCopyOrder.class)));
  }

  private Object startPart(Request request) throws IOException {
    commands.start(request.body(MemberOrder.class));
    return null;
  }

  private Object report(Request request) throws IOException {
    return commands.report(
        id(request), request.intPath("archive"), request.body(MemberReport.class));
  }

  private Object statuses(Request request) {
    Instant begunBefore =
        request
            .intQuery("minSecondsRunning")
            .map(seconds -> clock.instant().minusSeconds(seconds))
            .orElse(Instant.MAX);
    boolean onlyRunning = request.query("minSecondsRunning").isPresent();
    return commands.statuses().stream()
        .filter(status -> !onlyRunning || status.state() == HotCopyState.RUNNING)
        .filter(status -> !status.beginTime().isAfter(begunBefore))
        .map(HotCopyEndpoint::view)
        .toList();
  }

  private Object status(Request request) {
    UUID id = id(request);
    return commands.status(id).map(HotCopyEndpoint::view).orElseThrow(() -> unknown(id));
  }

  private Object cancel(Request request) {
    UUID id = id(request);
    return commands.cancel(id).map(HotCopyEndpoint::view).orElseThrow(() -> unknown(id));
  }

  /** The status as the admin REST API shows it, but for what only the admin knows. */
  private static ObjectNode view(HotCopyStatus status) {
    ObjectNode view = Json.MAPPER.createObjectNode();
    view.put("hotCopyId", status.hotCopyId().toString())
        .put("status", status.state().text())
        .put("stage", status.stage())
        .put("message", status.message())
        .put("beginTimestamp", TIMESTAMP.format(status.beginTime()))
        .put("destinationDirectory", status.destinationDirectory().toString());
    status.endTime().ifPresent(end -> view.put("endTimestamp", TIMESTAMP.format(end)));
    return view;
  }

  private static UUID id(Request request) {
    try {
      return UUID.fromString(request.path("id"));
    } catch (IllegalArgumentException e) {
      throw HttpError.badRequest("Invalid hotCopyId " + request.path("id"));
    }
  }

  private static HttpError unknown(UUID id) {
    return HttpError.notFound("Hot copy with hotCopyId=" + id + " not found");
  }
}
