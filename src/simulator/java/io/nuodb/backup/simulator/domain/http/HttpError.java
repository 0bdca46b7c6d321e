package io.nuodb.backup.simulator.domain.http;

import java.util.List;

/**
 * An answer other than success, in the admin REST API's shape: a status code and one or more
 * messages that clients print joined by {@code ": "}.
 */
public final class HttpError extends RuntimeException {
  private final int status;
  private final List<String> messages;

  public HttpError(int status, List<String> messages) {
    super(String.join(": ", messages));
    this.status = status;
    this.messages = List.copyOf(messages);
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

  public List<String> messages() {
    return messages;
  }
}
