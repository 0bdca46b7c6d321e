package io.nuodb.backup.simulator.backup;

import java.nio.file.Path;

/**
 * The engine's texts for hot copies that it refuses. Those for a second full, for a missing parent
 * directory and for suspended journal hot copies are NuoDB's; for the others none is published, and
 * they are worded alike.
 */
final class Refusals {
  private Refusals() {}

  static HotCopyRefusedException onlyOne(HotCopyType type) {
    return new HotCopyRefusedException(
        "Only one %s hot copy at a time allowed".formatted(type.text()));
  }

  static HotCopyRefusedException cannotCreate(Path set, String reason) {
    return new HotCopyRefusedException("Failed to create backup set %s: %s".formatted(set, reason));
  }

  static HotCopyRefusedException cannotUse(Path set, String reason) {
    return new HotCopyRefusedException("Failed to open backup set %s: %s".formatted(set, reason));
  }

  static HotCopyRefusedException cannotCopyTo(Path archive, String reason) {
    return new HotCopyRefusedException(
        "Failed to create archive %s: %s".formatted(archive, reason));
  }

  static HotCopyRefusedException journalHotCopyNotEnabled() {
    return new HotCopyRefusedException("Journal hot copy requires journal-hot-copy to be enabled");
  }

  static HotCopyRefusedException journalHotCopySuspended() {
    return new HotCopyRefusedException(
        "Full or incremental hot copy must be completed before journal hot copy");
  }

  static HotCopyRefusedException cannotRollJournal(String reason) {
    return new HotCopyRefusedException("Failed to begin a new journal file: " + reason);
  }

  static HotCopyRefusedException inSync() {
    return new HotCopyRefusedException("Archive synchronization must be completed before hot copy");
  }
}
