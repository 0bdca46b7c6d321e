package io.nuodb.backup.agent;

import io.nuodb.backup.nuodb.ElementNumber;
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
 * @param notBefore incremental hot copies that began earlier are none of this run's
 * @param afterElement name of an element in the set, such as full or 3.inc: incremental ones up to
 *     it are none of this run's. Where it is given, notBefore does not matter, nor do the clocks of
 *     the storage manager and of whoever asks
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
    Optional<String> afterElement,
    Instant deadline,
    boolean mayStart) {
  HotCopyTask {
    set = set.toAbsolutePath().normalize();
    // NuoDB tells whole seconds: a hot copy seems to begin up to a second before it was asked for.
    notBefore = notBefore.truncatedTo(ChronoUnit.SECONDS);
  }

  /**
   * Whether a hot copy that made or makes an element of the task's set may be this run's. A full
   * hot copy is, whenever it began: its directory is the run's own.
   *
   * @param begin when it began, where that is told
   */
  boolean mayHaveMade(String element, Optional<Instant> begin) {
    if (!type.makesElement(element)) {
      return false;
    }
    return switch (type) {
      case FULL -> true;
      case INCREMENTAL ->
          afterElement
              .map(known -> number(element) > number(known))
              .orElseGet(() -> begin.map(since -> !since.isBefore(notBefore)).orElse(true));
    };
  }

  private static int number(String element) {
    return ElementNumber.of(element).orElseThrow();
  }

  /** The run as the log and messages name it. */
  String title() {
    return type.text() + " hot copy of " + pod;
  }

  boolean overdue(Instant now) {
    return !now.isBefore(deadline);
  }
}
