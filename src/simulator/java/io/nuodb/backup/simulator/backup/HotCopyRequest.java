package io.nuodb.backup.simulator.backup;

import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * One archive's part of a hot copy command.
 *
 * @param hotCopyId names the hot copy in statuses, and its element in the backup set
 * @param type the type of hot copy
 * @param backupSetDirectory the set to create (full) or to add to, on the storage manager's host
 * @param maxRateBytesPerSecond upper bound of the copy's rate; empty: unthrottled
 */
public record HotCopyRequest(
    UUID hotCopyId, HotCopyType type, Path backupSetDirectory, OptionalLong maxRateBytesPerSecond) {
  public HotCopyRequest {
    if (maxRateBytesPerSecond.isPresent() && maxRateBytesPerSecond.getAsLong() <= 0) {
      throw new IllegalArgumentException("The maximum rate of a hot copy must be positive");
    }
  }
}
