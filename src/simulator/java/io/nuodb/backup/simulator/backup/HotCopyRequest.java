package io.nuodb.backup.simulator.backup;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * One archive's part of a hot copy command.
 *
 * @param hotCopyId names the hot copy in statuses, and its element in the backup set
 * @param type the type of hot copy
 * @param destination on the storage manager's host: the set to create (full) or to add to, or the
 *     archive to create (simple)
 * @param journalDestination where a simple hot copy puts the journal; empty: inside the archive
 * @param maxRateBytesPerSecond upper bound of the copy's rate; empty: unthrottled
 */
public record HotCopyRequest(
    UUID hotCopyId,
    HotCopyType type,
    Path destination,
    Optional<Path> journalDestination,
    OptionalLong maxRateBytesPerSecond) {
  public HotCopyRequest {
    if (maxRateBytesPerSecond.isPresent() && maxRateBytesPerSecond.getAsLong() <= 0) {
      throw new IllegalArgumentException("The maximum rate of a hot copy must be positive");
    }
  }

  /** A hot copy that has no journal destination of its own. */
  public HotCopyRequest(
      UUID hotCopyId, HotCopyType type, Path destination, OptionalLong maxRateBytesPerSecond) {
    this(hotCopyId, type, destination, Optional.empty(), maxRateBytesPerSecond);
  }
}
