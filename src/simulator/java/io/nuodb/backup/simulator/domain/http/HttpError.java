package io.nuodb.backup.simulator.domain.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * An answer other than success, in the admin REST API's shape: a status code and one or more
 * messages that clients print joined by {@code ": "}.
 */
public final class HttpError extends RuntimeException {
  private final int status;
  private final List<String> messages;
  private final transient ObjectNode details;

  public HttpError(int status, List<String> messages) {
    this(status, messages, Json.MAPPER.createObjectNode());
  }

  private HttpError(int status, List<String> messages, ObjectNode details) {
    super(String.join(": ", messages));
    this.status = status;
    this.messages = List.copyOf(messages);
    this.details = details;
  }

  /** The same answer with more fields in its body. */
  public HttpError with(ObjectNode details) {
    return new HttpError(status, messages, details);
  }

  public static HttpError badRequest(String... messages) {
    return new HttpError(400, List.of(messages));
  }

  public static HttpError unauthorized(String... messages) {
    return new HttpError(401, List.of(messages));
  }

  public static HttpError notFound(String... messages) {
    return new HttpError(404, List.of(messages));
  }

  public static HttpError conflict(String... messages) {
    return new HttpError(409, List.of(messages));
  }

  public static HttpError unavailable(String... messages) {
    return new HttpError(503, List.of(messages));
  }

  public int status() {
    return status;
  }

  ObjectNode body() {
    ObjectNode body = Json.MAPPER.createObjectNode().put("code", status);
    messages.forEach(body.putArray("messages")::add);
    return body.setAll(details);
  }

  public List<String> messages() {
    return messages;
  }
}
