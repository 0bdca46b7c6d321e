package io.nuodb.backup.simulator.domain.http;

import com.fasterxml.jackson.core.JacksonException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A request that matched a route, with its path and query parameters decoded. */
public final class Request {
  private final HttpExchange exchange;
  private final Map<String, String> pathParameters;
  private final Map<String, List<String>> query;

  Request(HttpExchange exchange, Map<String, String> pathParameters) {
    this.exchange = exchange;
    this.pathParameters = pathParameters;
    this.query = parseQuery(exchange.getRequestURI().getRawQuery());
  }

  public String path(String name) {
    return pathParameters.get(name);
  }

  /** The named path parameter as a whole number; refuses the request when it is none. */
  public int intPath(String name) {
    try {
      return Integer.parseInt(path(name));
    } catch (NumberFormatException e) {
      throw HttpError.badRequest("Not a number: " + path(name));
    }
  }

  /** The address the client used for this server, for links in answers. */
  public String baseUrl() {
    String host = exchange.getRequestHeaders().getFirst("Host");
    String scheme = exchange instanceof HttpsExchange ? "https://" : "http://";
    return scheme + (host == null ? "localhost" : host);
  }

  public Optional<String> query(String name) {
    return queryValues(name).stream().findFirst();
  }

  public List<String> queryValues(String name) {
    return query.getOrDefault(name, List.of());
  }

  /** The named query parameter; refuses the request when it is missing. */
  public String requiredQuery(String name) {
    return query(name).orElseThrow(() -> HttpError.badRequest("Missing parameter " + name));
  }

  /** Whether the named query parameter is there and true, in upper or lower case. */
  public boolean isTrue(String name) {
    return query(name).filter(Boolean::parseBoolean).isPresent();
  }

  /** The named query parameter as a whole number; refuses the request when it is none. */
  public Optional<Integer> intQuery(String name) {
    try {
      return query(name).map(Integer::valueOf);
    } catch (NumberFormatException e) {
      throw HttpError.badRequest("Parameter " + name + " is not a number: " + query(name).get());
    }
  }

  /** The body as JSON; refuses the request when it does not fit the type. */
  public <T> T body(Class<T> type) throws IOException {
    try {
      T value = Json.MAPPER.readValue(exchange.getRequestBody(), type);
      if (value == null) {
        throw HttpError.badRequest("The request has no body");
      }
      return value;
    } catch (JacksonException e) {
      throw HttpError.badRequest("Unreadable request body", e.getOriginalMessage());
    }
  }

  private static Map<String, List<String>> parseQuery(String rawQuery) {
    Map<String, List<String>> query = new LinkedHashMap<>();
    if (rawQuery == null) {
      return query;
    }
    for (String pair : rawQuery.split("&")) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      query.computeIfAbsent(decode(name), key -> new ArrayList<>()).add(decode(value));
    }
    return query;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
