package io.nuodb.backup.simulator.domain;

import com.fasterxml.jackson.databind.JsonNode;
import io.nuodb.backup.simulator.domain.http.HttpError;
import io.nuodb.backup.simulator.domain.http.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.stream.StreamSupport;

/** Requests of any method to an admin process; every answer but success is thrown. */
final class AdminRequests implements AutoCloseable {
  private final HttpClient client = HttpClient.newHttpClient();
  private final String url;

  AdminRequests(int port) {
    url = "http://localhost:" + port + "/api/1/";
  }

  JsonNode get(String path) throws Exception {
    return send("GET", path, null);
  }

  JsonNode post(String path, Object body) throws Exception {
    return send("POST", path, body);
  }

  JsonNode put(String path, Object body) throws Exception {
    return send("PUT", path, body);
  }

  JsonNode delete(String path) throws Exception {
    return send("DELETE", path, null);
  }

  /** The body of an answer other than success. */
  JsonNode error(String path) throws Exception {
    return body(answer("GET", path, null));
  }

  private JsonNode send(String method, String path, Object body) throws Exception {
    HttpResponse<byte[]> answer = answer(method, path, body);
    if (answer.statusCode() == 200) {
      return body(answer);
    }
    throw new HttpError(
        answer.statusCode(),
        StreamSupport.stream(body(answer).path("messages").spliterator(), false)
            .map(JsonNode::asText)
            .toList());
  }

  private HttpResponse<byte[]> answer(String method, String path, Object body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + path))
            .method(
                method,
                body == null
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofByteArray(Json.bytes(body)))
            .build();
    return client.send(request, BodyHandlers.ofByteArray());
  }

  private static JsonNode body(HttpResponse<byte[]> answer) throws Exception {
    return Json.MAPPER.readTree(answer.body());
  }

  @Override
  public void close() {
    client.close();
  }
}
