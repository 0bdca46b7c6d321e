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
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Requests to the admin REST API, version 1, and what its answers mean. */
final class AdminHttp {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  /** As long as nuocmd waits for an answer. */
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);

  private static final int REQUEST_TIMEOUT_STATUS = 408;
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private final URI root;
  private final HttpClient http;

  AdminHttp(URI server) {
    this.root = URI.create(server.toString().replaceAll("/+$", "") + "/api/1/");
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();
  }

  JsonNode get(String path, Map<String, String> query) throws AdminException {
    return send(request(path, query).GET().build());
  }

  JsonNode post(String path, Map<String, String> query) throws AdminException {
    return send(request(path, query).POST(BodyPublishers.noBody()).build());
  }

  JsonNode post(String path, JsonNode body) throws AdminException {
    return send(
        request(path, Map.of())
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.toString()))
            .build());
  }

  static String encode(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private HttpRequest.Builder request(String path, Map<String, String> query) {
    String parameters =
        query.entrySet().stream()
            .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
            .collect(Collectors.joining("&"));
    return HttpRequest.newBuilder(
            root.resolve(parameters.isEmpty() ? path : path + "?" + parameters))
        .timeout(REQUEST_TIMEOUT)
        .header("Accept", "application/json");
  }

  private JsonNode send(HttpRequest request) throws AdminException {
    HttpResponse<String> response;
    try {
      response = http.send(request, BodyHandlers.ofString());
    } catch (ConnectException | HttpConnectTimeoutException e) {
      throw new AdminUnavailableException("cannot connect to " + root.getAuthority(), false, e);
    } catch (IOException e) {
      throw new AdminUnavailableException(
          "no answer from " + root.getAuthority() + ": " + e.getMessage(), true, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AdminUnavailableException("interrupted", true, e);
    }
    return answer(response);
  }

  private JsonNode answer(HttpResponse<String> response) throws AdminException {
    int status = response.statusCode();
    if (status / 100 == 2) {
      try {
        return JSON.readTree(response.body());
      } catch (JsonProcessingException e) {
        throw new AdminUnavailableException(
            root.getAuthority() + " answered with something that is not JSON", true, e);
      }
    }
    String text = errorText(response.body()).orElse("HTTP status " + status);
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
