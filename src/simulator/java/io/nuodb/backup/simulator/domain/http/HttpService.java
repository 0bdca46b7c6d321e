package io.nuodb.backup.simulator.domain.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An HTTP server of one of the domain's processes; each request has a virtual thread. */
public final class HttpService implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(HttpService.class.getName());

  static {
    // Without this, small answers on a kept connection wait for the peer's delayed acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final List<Route> routes = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ServerAccess access;
  private final HttpServer server;
  private volatile ConnectionFaults faults = ConnectionFaults.NONE;

  /** A server that answers everybody over plain HTTP. */
  public HttpService(int port) throws IOException {
    this(port, ServerAccess.OPEN);
  }

  /**
   * Binds the port; nothing is answered before {@link #start}.
   *
   * @param port 0 chooses a free one
   */
  public HttpService(int port, ServerAccess access) throws IOException {
    this.access = access;
    server = access.newServer();
    server.bind(new InetSocketAddress(port), 1024);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
  }

  public HttpService route(String method, String template, Route.Handler handler) {
    routes.add(Route.of(method, template, handler));
    return this;
  }

  public HttpService withFaults(ConnectionFaults connectionFaults) {
    faults = connectionFaults;
    return this;
  }

  public void start() {
    server.start();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    try (exchange) { // which closes the connection when nothing was answered
      if (faults.isUnreachable(path)) {
        return;
      }
      Object answer;
      int status = 200;
      try {
        answer = answer(exchange);
      } catch (HttpError e) {
        status = e.status();
        answer = e.body();
      } catch (OperationTimeout e) {
        status = 408;
        answer = e.state();
      } catch (Exception e) {
        LOG.log(Level.ERROR, "Failed: " + describe(exchange), e);
        status = 500;
        answer = Map.of("code", 500, "messages", List.of("Internal error", e.toString()));
      }
      if (!faults.losesAnswer(exchange.getRequestMethod(), path)) {
        send(exchange, status, answer);
      }
    }
  }

  private Object answer(HttpExchange exchange) throws Exception {
    access.check(exchange);
    String path = exchange.getRequestURI().getRawPath();
    for (Route route : routes) {
      if (route.method().equals(exchange.getRequestMethod())) {
        Optional<Map<String, String>> parameters = route.match(path);
        if (parameters.isPresent()) {
          return route.handler().answer(new Request(exchange, parameters.get()));
        }
      }
    }
    throw HttpError.notFound("No such resource: " + describe(exchange));
  }

  private static void send(HttpExchange exchange, int status, Object answer) throws IOException {
    switch (answer) {
      case null -> exchange.sendResponseHeaders(status, -1);
      case Content content -> {
        try (var stream = content.stream()) {
          exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
          exchange.sendResponseHeaders(status, content.length() == 0 ? -1 : content.length());
          if (content.length() > 0) {
            stream.transferTo(exchange.getResponseBody());
          }
        }
      }
      default -> {
        byte[] body = Json.bytes(answer);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
          out.write(body);
        }
      }
    }
  }

  private static String describe(HttpExchange exchange) {
    return exchange.getRequestMethod() + " " + exchange.getRequestURI().getRawPath();
  }
}
