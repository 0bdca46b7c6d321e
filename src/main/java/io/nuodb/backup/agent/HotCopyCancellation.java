package io.nuodb.backup.agent;

import io.nuodb.backup.job.Cause;
import io.nuodb.backup.job.JobResult;
import io.nuodb.backup.nuodb.AdminClient;
import io.nuodb.backup.nuodb.AdminException;
import io.nuodb.backup.nuodb.AdminRefusedException;
import io.nuodb.backup.nuodb.HotCopyId;
import io.nuodb.backup.nuodb.HotCopyStatus;
import io.nuodb.backup.nuodb.HotCopyStatuses;
import io.nuodb.backup.nuodb.StorageManagerProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
      List<StorageManagerProcess> storageManagers = admin.storageManagers(database);
      boolean coordinatorKnown =
          storageManagers.stream()
              .anyMatch(process -> process.startId().equals(hotCopy.coordinatorStartId()));
      Optional<HotCopyStatus> status = coordinatorKnown ? status() : statusOfUnlisted();
      if (status.filter(HotCopyStatus::running).isPresent()) {
        admin.cancelHotCopy(hotCopy);
        return result(
            Cause.HotCopyNotCancelled,
            "the hot copy runs on although it was asked to stop: " + status.get().message());
      }
      if (coordinatorKnown || status.isPresent()) {
        return ended(status);
      }
      // An admin that was restarted knows no storage manager until each has called it again.
      if (!last) {
        return result(Cause.HotCopyNotCancelled, "waiting for its storage manager to be known");
      }
      return storageManagers.isEmpty()
          ? result(
              Cause.ArchiveUnknown,
              "the admin process knows no storage manager of database " + database)
          : ended(status);
    } catch (AdminException e) {
      return result(Results.causeOf(e), e.getMessage());
    }
  }

  private JobResult ended(Optional<HotCopyStatus> status) {
    return result(null, "the hot copy has ended: " + end(status));
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

  /**
   * Of a hot copy whose storage manager is not listed: the admin may know it all the same, as when
   * it is another database's. Empty when it does not.
   */
  private Optional<HotCopyStatus> statusOfUnlisted() throws AdminException {
    try {
      return Optional.of(admin.hotCopyStatus(hotCopy));
    } catch (AdminRefusedException e) {
      return Optional.empty();
    }
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
