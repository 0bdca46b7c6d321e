package io.nuodb.backup.simulator.domain.sm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nuodb.backup.simulator.backup.HotCopies;
import io.nuodb.backup.simulator.backup.HotCopyRefusedException;
import io.nuodb.backup.simulator.backup.HotCopyRequest;
import io.nuodb.backup.simulator.backup.HotCopyState;
import io.nuodb.backup.simulator.backup.HotCopyStatus;
import io.nuodb.backup.simulator.backup.HotCopyType;
import io.nuodb.backup.simulator.domain.admin.EngineState;
import io.nuodb.backup.simulator.domain.http.HttpError;
import io.nuodb.backup.simulator.domain.http.HttpService;
import io.nuodb.backup.simulator.domain.http.Json;
import io.nuodb.backup.simulator.domain.http.Request;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.UUID;

/** Runs hot copies for the admin and tells how they are. */
final class HotCopyEndpoint {
  /** In the storage manager's own zone, as NuoDB's statuses are. */
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

  /**
   * @param maxRate bytes per second; null for no limit
   */
  record HotCopyPart(UUID hotCopyId, String type, String backupSetDirectory, Long maxRate) {}

  private final HotCopies hotCopies;
  private final Replica replica;
  private final Clock clock;

  HotCopyEndpoint(HotCopies hotCopies, Replica replica, Clock clock) {
    this.hotCopies = hotCopies;
    this.replica = replica;
    this.clock = clock;
  }

  void addTo(HttpService service) {
    service
        .route("POST", "/hotCopies", this::start)
        .route("GET", "/hotCopies", this::statuses)
        .route("GET", "/hotCopies/{id}", this::status)
        .route("POST", "/hotCopies/{id}/cancel", this::cancel);
  }

  private Object start(Request request) throws IOException {
    HotCopyPart part = request.body(HotCopyPart.class);
    if (replica.state() != EngineState.RUNNING) {
      throw HttpError.conflict("Storage manager is not RUNNING: " + replica.state());
    }
    try {
      return view(
          hotCopies.start(
              new HotCopyRequest(
                  part.hotCopyId(),
                  type(part.type()),
                  Path.of(part.backupSetDirectory()),
                  part.maxRate() == null
                      ? OptionalLong.empty()
                      : OptionalLong.of(part.maxRate()))));
    } catch (HotCopyRefusedException e) {
      throw HttpError.conflict(e.getMessage());
    }
  }

  private Object statuses(Request request) {
    Instant begunBefore =
        request
            .intQuery("minSecondsRunning")
            .map(seconds -> clock.instant().minusSeconds(seconds))
            .orElse(Instant.MAX);
    boolean onlyRunning = request.query("minSecondsRunning").isPresent();
    return hotCopies.statuses().stream()
        .filter(status -> !onlyRunning || status.state() == HotCopyState.RUNNING)
        .filter(status -> !status.beginTime().isAfter(begunBefore))
        .map(HotCopyEndpoint::view)
        .toList();
  }

  private Object status(Request request) {
    UUID id = id(request);
    return hotCopies.status(id).map(HotCopyEndpoint::view).orElseThrow(() -> unknown(id));
  }

  private Object cancel(Request request) {
    UUID id = id(request);
    return hotCopies.cancel(id).map(HotCopyEndpoint::view).orElseThrow(() -> unknown(id));
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

  private static HotCopyType type(String text) {
    return Arrays.stream(HotCopyType.values())
        .filter(type -> type.text().equals(text))
        .findFirst()
        .orElseThrow(() -> HttpError.badRequest("Unsupported hot copy type " + text));
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
