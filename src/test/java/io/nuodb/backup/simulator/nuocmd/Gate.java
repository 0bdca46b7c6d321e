package io.nuodb.backup.simulator.nuocmd;

import io.nuodb.backup.simulator.fault.Faults;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;

/**
 * Holds hot copies back before they write below a directory, so that a test can act while they run.
 */
final class Gate extends Faults {
  private Path held;

  /** Holds back what is written below the directory from now on. */
  synchronized void hold(Path directory) {
    held = directory;
  }

  synchronized void release() {
    held = null;
    notifyAll();
  }

  @Override
  public synchronized void beforeBackupWrite(Path file, int bytes) throws IOException {
    try {
      while (held != null && file.startsWith(held)) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while held back");
    }
  }
}
