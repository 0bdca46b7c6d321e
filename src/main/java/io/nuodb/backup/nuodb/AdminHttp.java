package io.nuodb.backup.nuodb;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Requests to the admin REST API, version 1, and what its answers mean. */
final class AdminHttp {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  /** As long as nuocmd waits for an answer. */
  static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);

  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int REQUEST_TIMEOUT_STATUS = 408;
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private final URI root;
  private final AdminAccess access;
  private final Duration timeout;

  /** Of the last request; null before the first one and after one that was refused. */
  private AdminSession session;

  /**
   * @param timeout for a whole answer, from the request to the last byte of its body
   */
  AdminHttp(URI server, AdminAccess access, Duration timeout) {
    this.root = URI.create(server.toString().replaceAll("/+$", "") + "/api/1/");
    this.access = access;
    this.timeout = timeout;
  }

  JsonNode get(String path, Map<String, String> query) throws AdminException {
    return send(request(path, query).GET());
  }

  JsonNode post(String path, Map<String, String> query) throws AdminException {
    return send(request(path, query).POST(BodyPublishers.noBody()));
  }

  JsonNode post(String path, JsonNode body) throws AdminException {
    return send(
        request(path, Map.of())
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.toString())));
  }

  static String encode(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** How messages name a server: never with user info, which may hold a password. */
  static String hostAndPort(URI server) {
    return server.getPort() < 0 ? server.getHost() : server.getHost() + ":" + server.getPort();
  }

  private HttpRequest.Builder request(String path, Map<String, String> query) {
    String parameters =
        query.entrySet().stream()
            .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
            .collect(Collectors.joining("&"));
    return HttpRequest.newBuilder(
            root.resolve(parameters.isEmpty() ? path : path + "?" + parameters))
        .header("Accept", "application/json");
  }

  private JsonNode send(HttpRequest.Builder request) throws AdminException {
    try {
      return answer(exchange(request));
    } catch (AdminAccessException e) {
      // The files may have been renewed.
      session = null;
      throw e;
    }
  }

  private HttpResponse<String> exchange(HttpRequest.Builder request) throws AdminException {
    if (session == null) {
      session = AdminSession.open(access, CONNECT_TIMEOUT);
    }
    session.authorization().ifPresent(value -> request.header("Authorization", value));
    // The client's own time-out ends with the headers: a body that stalls would be waited for.
    CompletableFuture<HttpResponse<String>> response =
        session.http().sendAsync(request.build(), BodyHandlers.ofString());
    try {
      return response.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw failure(e);
    } catch (TimeoutException e) {
      response.cancel(true);
      throw new AdminUnavailableException(
          "no whole answer from %s within %s".formatted(hostAndPort(root), timeout), true, e);
    } catch (InterruptedException e) {
      response.cancel(true);
      Thread.currentThread().interrupt();
      throw new AdminUnavailableException("interrupted", true, e);
    }
  }

  private AdminException failure(ExecutionException failed) {
    return switch (failed.getCause()) {
      case ConnectException e -> notConnected(e);
      case HttpConnectTimeoutException e -> notConnected(e);
      case IOException e -> broken(e);
      default -> throw new IllegalStateException(failed.getCause());
    };
  }

  private AdminException notConnected(IOException e) {
    return new AdminUnavailableException("cannot connect to " + hostAndPort(root), false, e);
  }

  private AdminException broken(IOException e) {
    Optional<String> tls = TlsFailure.explain(e, root, session.http().sslContext());
    return tls.isPresent()
        ? new AdminAccessException(AdminAccessException.Kind.TLS, tls.get(), e)
        : new AdminUnavailableException(
            "no answer from " + hostAndPort(root) + ": " + e.getMessage(), true, e);
  }

  private JsonNode answer(HttpResponse<String> response) throws AdminException {
    int status = response.statusCode();
    if (status / 100 == 2) {
      try {
        return JSON.readTree(response.body());
      } catch (JsonProcessingException e) {
        throw new AdminUnavailableException(
            hostAndPort(root) + " answered with something that is not JSON", true, e);
      }
    }
    String text = errorText(response.body()).orElse("HTTP status " + status);
    if (status == UNAUTHORIZED || status == FORBIDDEN) {
      throw new AdminAccessException(
          AdminAccessException.Kind.REFUSED,
          "%s refuses the client key or the credentials with HTTP status %d: %s"
              .formatted(hostAndPort(root), status, text),
          null);
    }
    if (status == REQUEST_TIMEOUT_STATUS || status >= 500) {
      throw new AdminUnavailableException(text, true, null);
    }
    throw new AdminRefusedException(text);
  }

  /** The admin's errors carry either an array of messages or a message with details. */
  private static Optional<String> errorText(String body) {
    JsonNode json;
    try {
      json = JSON.readTree(body);
    } catch (JsonProcessingException e) {
      json = MissingNode.getInstance();
    }
    String messages =
        StreamSupport.stream(json.path("messages").spliterator(), false)
            .map(JsonNode::asText)
            .collect(Collectors.joining(": "));
    if (!messages.isEmpty()) {
      return Optional.of(messages);
    }
    String message = json.path("message").asText();
    String details = json.path("details").asText();
    return Optional.of(details.isEmpty() ? message : message + ": " + details)
        .filter(text -> !text.isEmpty());
  }
}
