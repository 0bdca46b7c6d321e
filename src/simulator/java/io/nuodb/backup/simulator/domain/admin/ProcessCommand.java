package io.nuodb.backup.simulator.domain.admin;

import io.nuodb.backup.simulator.domain.http.HttpError;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The body of a request to start a process.
 *
 * @param host id of the server that is to start it
 * @param archiveId that a storage manager is to serve; null for a transaction engine
 * @param overrideOptions start options
 */
record ProcessCommand(
    String dbName,
    String host,
    String engineType,
    Integer archiveId,
    Map<String, String> labels,
    Map<String, String> overrideOptions) {
  ProcessCommand {
    labels = words(labels);
    overrideOptions = words(overrideOptions);
    if (dbName == null) {
      throw HttpError.badRequest("Missing dbName of process");
    }
  }

  EngineType type() {
    if ("TE".equals(engineType) && archiveId == null) {
      return EngineType.TE;
    }
    if ("SM".equals(engineType) && archiveId != null) {
      return EngineType.SM;
    }
    throw HttpError.badRequest(
        "Unable to start process with engineType=" + engineType + " and archiveId=" + archiveId,
        "There are TEs without and SMs with an archive");
  }

  /** They are passed to the process as words that blanks separate. */
  private static Map<String, String> words(Map<String, String> pairs) {
    if (pairs == null) {
      return Map.of();
    }
    Stream<String> texts = Stream.concat(pairs.keySet().stream(), pairs.values().stream());
    if (texts.anyMatch(text -> text == null || !text.matches("\\S+"))) {
      throw HttpError.badRequest("Labels and options must not be empty or have blanks: " + pairs);
    }
    return Map.copyOf(pairs);
  }
}
