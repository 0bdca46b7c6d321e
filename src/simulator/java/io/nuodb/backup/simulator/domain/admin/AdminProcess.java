package io.nuodb.backup.simulator.domain.admin;

import io.nuodb.backup.simulator.domain.http.HttpService;
import io.nuodb.backup.simulator.domain.http.JsonClient;
import io.nuodb.backup.simulator.domain.http.Request;
import io.nuodb.backup.simulator.domain.http.ServerAccess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/** The admin process (AP): knows the domain's engines and archives, and serves the REST API. */
public final class AdminProcess implements AutoCloseable {
  private static final Duration ENGINE_REQUEST_TIMEOUT = Duration.ofSeconds(30);

  private final Domain domain;
  private final HttpService service;
  private final JsonClient client = new JsonClient(ENGINE_REQUEST_TIMEOUT);

  /** An admin that answers everybody over plain HTTP. */
  public AdminProcess(
      Path dataDirectory, int port, String serverId, Duration heartbeatTimeout, Clock clock)
      throws IOException {
    this(dataDirectory, port, ServerAccess.OPEN, serverId, heartbeatTimeout, clock);
  }

  /**
   * @param dataDirectory what the admin remembers over a restart is kept here
   * @param port of the REST API; 0 chooses a free one
   * @param heartbeatTimeout how long an engine may stay silent before it counts as gone
   */
  public AdminProcess(
      Path dataDirectory,
      int port,
      ServerAccess access,
      String serverId,
      Duration heartbeatTimeout,
      Clock clock)
      throws IOException {
    domain = new Domain(dataDirectory, clock, heartbeatTimeout);
    service = new HttpService(port, access);
    new HotCopyResource(domain, new StorageManagerCalls(domain, client, clock)).addTo(service);
    new DomainResource(domain, new DomainViews(domain, serverId, clock), clock).addTo(service);
    service
        .route("POST", "/engines", this::report)
        .route("DELETE", "/engines/{startId}", this::remove);
    service.start();
  }

  public int port() {
    return service.port();
  }

  @Override
  public void close() {
    service.close();
    client.close();
  }

  private Object report(Request request) throws IOException {
    return domain.report(request.body(EngineReport.class));
  }

  private Object remove(Request request) {
    domain.remove(Integer.parseInt(request.path("startId")));
    return null;
  }
}
