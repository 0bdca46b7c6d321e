package io.nuodb.backup.simulator.domain.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A method and a path template such as {@code /api/1/archives/{id}}, and what answers it. */
record Route(String method, List<String> template, Handler handler) {
  /**
   * Answers a request: an object becomes a JSON body, a {@link Content} its own bytes, null an
   * empty body.
   */
  @FunctionalInterface
  public interface Handler {
    Object answer(Request request) throws Exception;
  }

  static Route of(String method, String template, Handler handler) {
    return new Route(method, List.of(template.split("/", -1)), handler);
  }

  /** The path parameters if the raw path fits the template. */
  Optional<Map<String, String>> match(String rawPath) {
    String[] segments = rawPath.split("/", -1);
    if (segments.length != template.size()) {
      return Optional.empty();
    }
    Map<String, String> parameters = new HashMap<>();
    for (int i = 0; i < segments.length; i++) {
      String expected = template.get(i);
      // A plus sign stands for itself in a path, unlike in a query.
      String actual = URLDecoder.decode(segments[i].replace("+", "%2B"), StandardCharsets.UTF_8);
      if (expected.startsWith("{")) {
        parameters.put(expected.substring(1, expected.length() - 1), actual);
      } else if (!expected.equals(actual)) {
        return Optional.empty();
      }
    }
    return Optional.of(parameters);
  }
}
