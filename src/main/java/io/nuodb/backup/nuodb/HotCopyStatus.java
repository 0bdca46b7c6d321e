package io.nuodb.backup.nuodb;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * A storage manager's account of a hot copy. It lives in the memory of the storage manager that
 * coordinates the hot copy and dies with it.
 *
 * @param begin when the hot copy began, to the second
 * @param stage from 1 on; 0 when the admin does not tell
 * @param destinationDirectory where it writes: {@code <set>/tmp/<element>/data}, also after its
 *     end; a simple one to its archive's directory; empty when the admin does not tell
 * @param message the engine's word on its progress or its failure
 */
public record HotCopyStatus(
    HotCopyId id,
    State state,
    Optional<Instant> begin,
    int stage,
    String destinationDirectory,
    String message) {
  /** NuoDB writes times of hot copies without a zone: the storage manager's, taken to be UTC. */
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  /** Where a hot copy is. The engine ends with one of three words; all others mean that it runs. */
  public enum State {
    RUNNING,
    COMPLETED,
    FAILED,
    CANCELLED;

    private static State of(String word) {
      return switch (word) {
        case "completed" -> COMPLETED;
        case "failed" -> FAILED;
        case "cancelled", "canceled" -> CANCELLED;
        default -> RUNNING;
      };
    }
  }

  public boolean running() {
    return state == State.RUNNING;
  }

  static HotCopyStatus of(JsonNode json) {
    return new HotCopyStatus(
        idOf(json),
        State.of(json.path("status").asText()),
        instant(json.path("beginTimestamp").asText()),
        json.path("stage").asInt(),
        json.path("destinationDirectory").asText(),
        json.path("message").asText());
  }

  static HotCopyId idOf(JsonNode json) {
    return new HotCopyId(json.path("coordinatorStartId").asText(), json.path("hotCopyId").asText());
  }

  private static Optional<Instant> instant(String timestamp) {
    try {
      return Optional.of(LocalDateTime.parse(timestamp, TIMESTAMP).toInstant(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
