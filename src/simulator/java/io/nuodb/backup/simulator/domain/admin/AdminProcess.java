package io.nuodb.backup.simulator.domain.admin;

import io.nuodb.backup.simulator.domain.http.HttpService;
import io.nuodb.backup.simulator.domain.http.JsonClient;
import io.nuodb.backup.simulator.domain.http.Request;
import io.nuodb.backup.simulator.domain.http.ServerAccess;
import io.nuodb.backup.simulator.fault.AdminFaults;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/** The admin process (AP): knows the domain's engines and archives, and serves the REST API. */
public final class AdminProcess implements AutoCloseable {
  private static final Duration ENGINE_REQUEST_TIMEOUT = Duration.ofSeconds(30);

  private final Domain domain;
  private final ChildProcesses children;
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
    children =
        new ChildProcesses(
            domain,
            dataDirectory.resolve("log"),
            process -> EngineCommandLine.of(process, "localhost:" + service.port()));
    addResources(new AdminServer(serverId), new KeyValueStore(dataDirectory), clock);
    AdminFaults faults = new AdminFaults();
    faults.addTo(service);
    service
        .withFaults(faults)
        .route("POST", "/engines", this::report)
        .route("DELETE", "/engines/{startId}", this::remove);
    service.start();
  }

  private void addResources(AdminServer server, KeyValueStore keyValueStore, Clock clock) {
    DomainViews views = new DomainViews(domain, server, clock);
    ProcessShutdown shutdown = new ProcessShutdown(domain, children, client, clock);
    new HotCopyResource(domain, new StorageManagerCalls(domain, client, clock)).addTo(service);
    new ProcessResource(domain, views, server, children, shutdown).addTo(service);
    new DatabaseResource(domain, views, server, shutdown).addTo(service);
    new ArchiveResource(domain, views, server).addTo(service);
    new StorageGroupResource(domain).addTo(service);
    new KeyValueResource(keyValueStore).addTo(service);
    new PeerResource(server).addTo(service);
    new DiagnosticsResource(server, clock).addTo(service);
  }

  public int port() {
    return service.port();
  }

  @Override
  public void close() {
    children.close();
    service.close();
    client.close();
  }

  private Object report(Request request) throws IOException {
    return domain.report(request.body(EngineReport.class));
  }

  private Object remove(Request request) {
    domain.remove(request.intPath("startId"), "Gracefully shutdown engine");
    return null;
  }
}
