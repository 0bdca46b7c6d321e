package io.nuodb.backup.simulator.domain.admin;

import io.nuodb.backup.simulator.domain.http.HttpService;
import io.nuodb.backup.simulator.domain.http.Request;
import java.util.concurrent.CompletableFuture;

/** How an engine process obeys an admin that ends it. */
public final class EngineShutdown {
  private static final int KILLED = 137;

  private final CompletableFuture<Void> end;

  /**
   * @param end completed when the process is to end in good order
   */
  public EngineShutdown(CompletableFuture<Void> end) {
    this.end = end;
  }

  public void addTo(HttpService service) {
    service.route("POST", "/shutdown", this::shutDown).route("POST", "/kill", this::kill);
  }

  private Object shutDown(Request request) {
    end.complete(null);
    return null;
  }

  /** Never answers. */
  private Object kill(Request request) {
    Runtime.getRuntime().halt(KILLED);
    return null;
  }
}
