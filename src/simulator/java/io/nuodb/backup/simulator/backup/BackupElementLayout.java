package io.nuodb.backup.simulator.backup;

import java.nio.file.Path;

/**
 * One element of a backup set.
 *
 * @param directory the element
 */
record BackupElementLayout(Path directory) {
  /** The metadata that later hot copies need. */
  Path control() {
    return directory.resolve("control");
  }

  /** Atoms and journal; may have been moved away to save space. */
  Path data() {
    return directory.resolve("data");
  }

  Path stateFile() {
    return control().resolve("state.xml");
  }
}
