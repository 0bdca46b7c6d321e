package io.nuodb.backup.nuodb;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * A completed hot copy in a backup set.
 *
 * @param startTime when its hot copy began, to the second
 * @param endTime when its hot copy ended: for one with atoms the state that restoring it gives
 * @param journal the journal files in it; empty where its state does not tell
 */
public record BackupElement(
    Path directory,
    HotCopyType type,
    String id,
    Instant startTime,
    Instant endTime,
    Optional<JournalFiles> journal) {
  /** Name of the element's directory: full, 1.inc, 1.jnl, ... */
  public String name() {
    return directory.getFileName().toString();
  }

  /** Where its atoms and journal are; may be moved away while nothing is restored. */
  public Path data() {
    return directory.resolve("data");
  }
}
