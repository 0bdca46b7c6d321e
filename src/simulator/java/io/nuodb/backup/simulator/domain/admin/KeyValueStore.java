package io.nuodb.backup.simulator.domain.admin;

import com.fasterxml.jackson.core.type.TypeReference;
import io.nuodb.backup.simulator.domain.http.Json;
import io.nuodb.backup.simulator.store.DurableFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The domain's key-value store: one JSON file, replaced as a whole. */
final class KeyValueStore {
  private final Path file;
  private final Map<String, String> values;

  KeyValueStore(Path directory) throws IOException {
    file = Files.createDirectories(directory).resolve("kvstore.json");
    values =
        Files.exists(file)
            ? Json.MAPPER.readValue(file.toFile(), new TypeReference<TreeMap<String, String>>() {})
            : new TreeMap<>();
  }

  synchronized Optional<String> get(String key) {
    return Optional.ofNullable(values.get(key));
  }

  /** Associates the key with the value, durably, if its present value is an expected one. */
  synchronized boolean set(String key, String value, Expectation expectation) throws IOException {
    if (!expectation.matches(values.get(key))) {
      return false;
    }
    Map<String, String> changed = new TreeMap<>(values);
    changed.put(key, value);
    DurableFile.replace(file, Json.bytes(changed));
    values.put(key, value);
    return true;
  }

  /**
   * What a change requires of the present value.
   *
   * @param value null requires none in particular; an empty one also matches an absent key, on
   *     which NuoDB's backup script relies
   * @param absent whether there must be no value
   */
  record Expectation(String value, boolean absent) {
    boolean matches(String present) {
      if (absent) {
        return present == null;
      }
      return value == null || value.equals(present == null ? "" : present);
    }
  }
}
