package io.nuodb.backup.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nuodb.backup.apiserver.ServiceAccount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the API server was asked to change, one JSON object a line. */
final class AuditLog {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;

  AuditLog(Path file) {
    this.file = file;
  }

  /**
   * Counts the operator's requests to create, change or delete something, refused ones too.
   *
   * @return how many, by verb and resource
   */
  Map<String, Long> operatorsWrites(Instant from, Instant to) throws IOException {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.contains(ServiceAccount.USER))
          .map(AuditLog::parse)
          .filter(it -> it.at("/impersonatedUser/username").asText().equals(ServiceAccount.USER))
          .filter(it -> isBetween(Instant.parse(it.at("/stageTimestamp").asText()), from, to))
          .collect(Collectors.groupingBy(AuditLog::request, TreeMap::new, Collectors.counting()));
    }
  }

  /**
   * Tells when the last Job of a namespace was created.
   *
   * @param from of creations before, nothing counts
   */
  Instant lastJob(String namespace, Instant from) throws IOException {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.contains("\"verb\":\"create\""))
          .map(AuditLog::parse)
          .filter(it -> it.at("/objectRef/resource").asText().equals("jobs"))
          .filter(it -> it.at("/objectRef/namespace").asText().equals(namespace))
          .filter(it -> it.at("/responseStatus/code").asInt() == HttpURLConnection.HTTP_CREATED)
          .map(it -> Instant.parse(it.at("/stageTimestamp").asText()))
          .filter(time -> !time.isBefore(from))
          .max(Instant::compareTo)
          .orElseThrow();
    }
  }

  private static JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isBetween(Instant time, Instant from, Instant to) {
    return !time.isBefore(from) && time.isBefore(to);
  }

  private static String request(JsonNode event) {
    JsonNode object = event.get("objectRef");
    String subresource = object.path("subresource").asText();
    return "%s %s%s"
        .formatted(
            event.get("verb").asText(),
            object.get("resource").asText(),
            subresource.isEmpty() ? "" : "/" + subresource);
  }
}
