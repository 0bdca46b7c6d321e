package io.nuodb.backup.simulator.store;

import java.io.IOException;
import java.nio.file.Path;

/** A file's content contradicts its checksum or its format. The message names the file. */
public final class DamagedFileException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient Path file;
  private final String reason;

  /** Names the damaged file and says what is wrong with it. */
  public DamagedFileException(Path file, String reason) {
    super(file + ": " + reason);
    this.file = file;
    this.reason = reason;
  }

  public Path file() {
    return file;
  }

  /** What is wrong, without the file's name. */
  public String reason() {
    return reason;
  }
}
