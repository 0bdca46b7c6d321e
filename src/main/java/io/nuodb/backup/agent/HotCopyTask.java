package io.nuodb.backup.agent;

import io.nuodb.backup.nuodb.HotCopyType;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * One run of a hot copy, of which there must be one however many pods work on it.
 *
 * @param set directory of the backup set, the same path in the storage manager's container and here
 * @param maxRate bytes per second, unlimited when empty
 * @param notBefore hot copies that began earlier are none of this run's
 * @param deadline when the hot copy is cancelled
 * @param mayStart false when the run is only to be looked after
 */
record HotCopyTask(
    String database,
    String pod,
    HotCopyType type,
    Path set,
    Optional<Long> maxRate,
    Instant notBefore,
    Instant deadline,
    boolean mayStart) {

  HotCopyTask {
    set = set.toAbsolutePath().normalize();
    // NuoDB tells whole seconds: a hot copy seems to begin up to a second before it was asked for.
    notBefore = notBefore.truncatedTo(ChronoUnit.SECONDS);
  }

  /** The run as the log and messages name it. */
  String title() {
    return type.text() + " hot copy of " + pod;
  }

  boolean overdue(Instant now) {
    return !now.isBefore(deadline);
  }
}
