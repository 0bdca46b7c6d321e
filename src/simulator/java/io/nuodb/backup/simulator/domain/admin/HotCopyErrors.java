package io.nuodb.backup.simulator.domain.admin;

import io.nuodb.backup.simulator.domain.http.HttpError;
import java.util.Collection;
import java.util.List;

/** The admin's refusals of hot copy requests; clients print the messages joined by colons. */
final class HotCopyErrors {
  private static final String HOT_COPY_FAILED = "Failure while performing hot-copy";

  private HotCopyErrors() {}

  static HttpError refused(String reason) {
    return HttpError.badRequest(HOT_COPY_FAILED, reason);
  }

  static HttpError refusedByEngine(String reason) {
    return refused("Error while sending engine request: " + reason);
  }

  /** The hot copy may run: clients take this status for a lost answer, not for a refusal. */
  static HttpError noAnswerFromEngine(String reason) {
    return HttpError.unavailable(HOT_COPY_FAILED, "No answer to engine request: " + reason);
  }

  static HttpError noRunningSm(String dbName) {
    return refused("No RUNNING SMs found for database dbName=" + dbName);
  }

  static HttpError storageGroupsNotCovered(Collection<Integer> archiveIds, List<String> missing) {
    return refused(
        "Storage groups %s are not covered by archives %s".formatted(missing, archiveIds));
  }

  static HttpError notInitialized() {
    return refusedByEngine("Database not fully initialized by a Transaction Engine");
  }

  static HttpError unknownCoordinator(String startId) {
    return HttpError.notFound("Process with startId=" + startId + " not found");
  }
}
