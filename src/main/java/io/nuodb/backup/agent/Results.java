package io.nuodb.backup.agent;

import io.nuodb.backup.job.Cause;
import io.nuodb.backup.job.JobResult;
import io.nuodb.backup.nuodb.AdminAccessException;
import io.nuodb.backup.nuodb.AdminException;
import io.nuodb.backup.nuodb.AdminRefusedException;
import io.nuodb.backup.nuodb.AdminUnavailableException;
import java.io.IOException;
import java.util.Optional;

/** Parts of results that several commands give. */
final class Results {
  private Results() {}

  /** Why the admin process could not be asked. */
  static Cause causeOf(AdminException failure) {
    return switch (failure) {
      case AdminAccessException access ->
          switch (access.kind()) {
            case UNREADABLE -> Cause.AdminCredentialsUnreadable;
            case TLS -> Cause.AdminTlsFailed;
            case REFUSED, FORBIDDEN -> Cause.AdminCredentialsRefused;
          };
      case AdminRefusedException _, AdminUnavailableException _ -> Cause.AdminUnreachable;
    };
  }

  /**
   * A step of a restore went well.
   *
   * @param restored empty before the archive is restored
   */
  static JobResult restoring(
      String message, RestoreChain chain, Optional<JobResult.Restored> restored)
      throws IOException {
    return new JobResult(
        null,
        message,
        null,
        null,
        null,
        null,
        BackupSetReport.of(chain.set(), Optional.of(chain.last())),
        null,
        restored.orElse(null));
  }
}
