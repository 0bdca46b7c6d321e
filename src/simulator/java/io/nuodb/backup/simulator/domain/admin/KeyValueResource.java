package io.nuodb.backup.simulator.domain.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nuodb.backup.simulator.domain.admin.KeyValueStore.Expectation;
import io.nuodb.backup.simulator.domain.http.HttpError;
import io.nuodb.backup.simulator.domain.http.HttpService;
import io.nuodb.backup.simulator.domain.http.Json;
import io.nuodb.backup.simulator.domain.http.Request;
import java.io.IOException;

/** The key-value store in the admin REST API: a key is one path segment, its slashes encoded. */
final class KeyValueResource {
  private final KeyValueStore store;

  KeyValueResource(KeyValueStore store) {
    this.store = store;
  }

  void addTo(HttpService service) {
    service
        .route("GET", "/api/1/kvstore/{key}", this::get)
        .route("PUT", "/api/1/kvstore/{key}", this::set);
  }

  private record Change(String newValue, String expectedValue, boolean expectedAbsent) {}

  /** An absent key is no error: the answer has no value. */
  private Object get(Request request) {
    String key = request.path("key");
    ObjectNode answer = Json.MAPPER.createObjectNode().put("key", key);
    store.get(key).ifPresent(value -> answer.put("value", value));
    return answer;
  }

  private Object set(Request request) throws IOException {
    String key = request.path("key");
    Change change = request.body(Change.class);
    if (change.newValue() == null) {
      throw HttpError.badRequest("Missing newValue for key=" + key);
    }
    Expectation expectation = new Expectation(change.expectedValue(), change.expectedAbsent());
    if (!store.set(key, change.newValue(), expectation)) {
      throw HttpError.conflict(
          "Unable to set value for key=" + key, "The current value is not the expected one");
    }
    return null;
  }
}
