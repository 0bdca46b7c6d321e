package io.nuodb.backup.simulator.domain.http;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Calls one of the domain's processes over HTTP.
 *
 * <p>Every call throws {@link HttpError} for an answer other than success, and {@link IOException}
 * when no answer came within the time limit.
 */
public final class JsonClient implements AutoCloseable {
  static {
    // Shorter than the server's idle time, so that no request is sent into a closing connection.
    System.setProperty("jdk.httpclient.keepalive.timeout", "5");
  }

  private final HttpClient client;
  private final Duration timeout;
  private final ClientAccess access;

  /**
   * @param timeout longest wait for an answer
   */
  public JsonClient(Duration timeout) {
    this(timeout, ClientAccess.OPEN);
  }

  /** For servers that are not open to everybody. */
  public JsonClient(Duration timeout, ClientAccess access) {
    this.timeout = timeout;
    this.access = access;
    HttpClient.Builder builder =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(timeout);
    access.configure(builder);
    this.client = builder.build();
  }

  public <T> T get(String url, Class<T> type) throws IOException {
    return read(send(request(url).GET().build()), type);
  }

  public <T> T get(String url, Class<T> type, Duration limit) throws IOException {
    return read(send(request(url).timeout(limit).GET().build()), type);
  }

  public <T> T get(String url, TypeReference<T> type) throws IOException {
    return Json.MAPPER.readValue(send(request(url).GET().build()), type);
  }

  public byte[] getBytes(String url) throws IOException {
    return send(request(url).GET().build());
  }

  /**
   * @param body null sends none
   */
  public <T> T post(String url, Object body, Class<T> type) throws IOException {
    return post(url, body, type, timeout);
  }

  public <T> T post(String url, Object body, Class<T> type, Duration limit) throws IOException {
    var publisher =
        body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(Json.bytes(body));
    HttpRequest request =
        request(url)
            .timeout(limit)
            .header("Content-Type", "application/json")
            .POST(publisher)
            .build();
    return read(send(request), type);
  }

  public void delete(String url) throws IOException {
    send(request(url).DELETE().build());
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  private HttpRequest.Builder request(String url) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(timeout);
    access.basic().ifPresent(basic -> request.header("Authorization", basic.authorization()));
    return request;
  }

  private byte[] send(HttpRequest request) throws IOException {
    HttpResponse<byte[]> response;
    try {
      response = client.send(request, BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted while calling " + request.uri());
    }
    if (response.statusCode() / 100 != 2) {
      throw new HttpError(response.statusCode(), messages(response));
    }
    return response.body();
  }

  private static <T> T read(byte[] body, Class<T> type) throws IOException {
    return body.length == 0 ? null : Json.MAPPER.readValue(body, type);
  }

  private static List<String> messages(HttpResponse<byte[]> response) {
    List<String> messages = new ArrayList<>();
    try {
      JsonNode error = Json.MAPPER.readTree(response.body());
      error.path("messages").forEach(message -> messages.add(message.asText()));
    } catch (IOException e) {
      messages.add(new String(response.body()));
    }
    if (messages.isEmpty()) {
      messages.add("HTTP status " + response.statusCode());
    }
    return messages;
  }
}
