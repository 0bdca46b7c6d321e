package io.nuodb.backup.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Optional;

/**
 * How far a running hot copy is: a line of JSON in the agent's log, the last one while the hot copy
 * runs. Parts that are not known are null.
 *
 * @param stage from 1 on
 * @param message the engine's word for what it does
 * @param bytes written so far, as the volume mounted in the agent's pod shows
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JobProgress(
    String type,
    String hotCopyId,
    String coordinatorStartId,
    Integer stage,
    String message,
    Long bytes) {
  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /** One line, without its end. */
  public String toJson() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Empty when the line tells something else. */
  public static Optional<JobProgress> fromLine(String line) {
    if (!line.startsWith("{")) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(line, JobProgress.class));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
