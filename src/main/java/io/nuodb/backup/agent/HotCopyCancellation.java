package io.nuodb.backup.agent;

import io.nuodb.backup.job.Cause;
import io.nuodb.backup.job.JobResult;
import io.nuodb.backup.nuodb.AdminClient;
import io.nuodb.backup.nuodb.AdminException;
import io.nuodb.backup.nuodb.HotCopyId;
import io.nuodb.backup.nuodb.HotCopyStatus;
import io.nuodb.backup.nuodb.HotCopyStatuses;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Asks for a hot copy to be cancelled until it has ended, however it ends. */
final class HotCopyCancellation {
  private final AdminClient admin;
  private final String database;
  private final HotCopyId hotCopy;
  private final Environment environment;
  private final Progress progress;

  HotCopyCancellation(
      AdminClient admin,
      String database,
      HotCopyId hotCopy,
      Environment environment,
      Progress progress) {
    this.admin = admin;
    this.database = database;
    this.hotCopy = hotCopy;
    this.environment = environment;
    this.progress = progress;
  }

  /**
   * @param wait bound of the time that it takes, but for requests without an answer
   */
  JobResult within(Duration wait) {
    Instant end = environment.clock().instant().plus(wait);
    Backoff backoff = new Backoff();
    while (true) {
      boolean last = !environment.clock().instant().isBefore(end);
      JobResult result = attempt(last);
      if (result.succeeded() || last) {
        return result;
      }
      progress.report(result.message());
      environment.pause().sleep(backoff.next());
    }
  }

  private JobResult attempt(boolean last) {
    try {
      boolean coordinatorKnown =
          admin.storageManagers(database).stream()
              .anyMatch(process -> process.startId().equals(hotCopy.coordinatorStartId()));
      Optional<HotCopyStatus> status = coordinatorKnown ? status() : Optional.empty();
      if (status.filter(HotCopyStatus::running).isPresent()) {
        admin.cancelHotCopy(hotCopy);
        return result(
            Cause.HotCopyNotCancelled,
            "the hot copy runs on although it was asked to stop: " + status.get().message());
      }
      // An admin that was restarted knows no storage manager until each has called it again.
      return coordinatorKnown || last
          ? result(null, "the hot copy has ended: " + end(status))
          : result(Cause.HotCopyNotCancelled, "waiting for its storage manager to be known");
    } catch (AdminException e) {
      return result(Results.causeOf(e), e.getMessage());
    }
  }

  private static String end(Optional<HotCopyStatus> status) {
    return status.map(HotCopyStatus::message).orElse("the domain knows it no more");
  }

  /** Empty when its storage manager has forgotten it. */
  private Optional<HotCopyStatus> status() throws AdminException {
    HotCopyStatuses all = admin.hotCopyStatuses(database);
    return all.errors().containsKey(hotCopy.coordinatorStartId())
        ? Optional.of(admin.hotCopyStatus(hotCopy))
        : all.statuses().stream().filter(status -> status.id().equals(hotCopy)).findFirst();
  }

  private JobResult result(Cause cause, String message) {
    return new JobResult(
        cause,
        message,
        null,
        null,
        new JobResult.HotCopy(hotCopy.hotCopyId(), hotCopy.coordinatorStartId()),
        null,
        null,
        null,
        null);
  }
}
