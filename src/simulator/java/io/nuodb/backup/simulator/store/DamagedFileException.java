package io.nuodb.backup.simulator.store;

import java.io.IOException;
import java.nio.file.Path;

/** A file's content contradicts its checksum or its format. The message names the file. */
public final class DamagedFileException extends IOException {

  private static final long serialVersionUID = 1L;

  public DamagedFileException(Path file, String reason) {
    super(file + ": " + reason);
  }
}
