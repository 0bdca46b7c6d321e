package io.nuodb.backup.nuodb;

import java.nio.file.Path;
import java.time.Instant;

/**
 * A completed full or incremental hot copy in a backup set.
 *
 * @param startTime when its hot copy began, to the second
 * @param endTime when its hot copy ended: the state that restoring it gives
 */
public record BackupElement(
    Path directory, HotCopyType type, String id, Instant startTime, Instant endTime) {
  /** Name of the element's directory: full, 1.inc, 2.inc, ... */
  public String name() {
    return directory.getFileName().toString();
  }

  /** Where its atoms and journal are; may be moved away while nothing is restored. */
  public Path data() {
    return directory.resolve("data");
  }
}
