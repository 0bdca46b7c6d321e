package io.nuodb.backup.nuodb;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** An HTTP server on the loopback address that answers as a test wants. */
public final class FakeAdmin implements AutoCloseable {
  /**
   * @param target method and path with query, as in {@code GET /api/1/processes?offset=0}
   */
  public record Request(String target, String body) {}

  /** An answer; with status 0 the connection is closed instead of one. */
  public record Answer(int status, String body) {
    public static final Answer NONE = new Answer(0, "");

    public static Answer ok(String body) {
      return new Answer(200, body);
    }
  }

  static {
    // Or every answer waits 40 ms for the acknowledgement of its header.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final List<Request> requests = new CopyOnWriteArrayList<>();

  public FakeAdmin(Function<Request, Answer> behaviour) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext(
        "/",
        exchange -> {
          Request request =
              new Request(
                  exchange.getRequestMethod() + " " + exchange.getRequestURI(),
                  new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          requests.add(request);
          send(exchange, behaviour.apply(request));
        });
    server.start();
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    if (answer.status() != 0) {
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  public List<Request> requests() {
    return requests;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
