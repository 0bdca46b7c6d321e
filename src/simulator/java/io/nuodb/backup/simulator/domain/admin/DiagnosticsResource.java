package io.nuodb.backup.simulator.domain.admin;

import io.nuodb.backup.simulator.domain.http.HttpService;
import io.nuodb.backup.simulator.domain.http.Request;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;

/** What the admin REST API tells of the admin process itself. */
final class DiagnosticsResource {
  private static final System.Logger LOG = System.getLogger("diagnostics");

  private final AdminServer server;
  private final Clock clock;

  DiagnosticsResource(AdminServer server, Clock clock) {
    this.server = server;
    this.clock = clock;
  }

  void addTo(HttpService service) {
    service
        .route("POST", "/api/1/diagnostics/log", this::log)
        .route("GET", "/api/1/diagnostics/config", request -> config());
  }

  private Object log(Request request) throws IOException {
    Map<?, ?> body = request.body(Map.class);
    LOG.log(System.Logger.Level.INFO, String.valueOf(body.get("message")));
    return Map.of("serverVersion", DomainViews.VERSION, "serverTimeMillis", clock.millis());
  }

  /** How a client finds the id of the server that it talks to. */
  private Object config() {
    return Map.of("properties", Map.of("ThisServerId", server.id()));
  }
}
