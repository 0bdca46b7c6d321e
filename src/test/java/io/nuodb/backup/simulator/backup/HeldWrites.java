package io.nuodb.backup.simulator.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.nuodb.backup.simulator.fault.Faults;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets a hot copy wait with its next write below a directory, or find no space there. */
final class HeldWrites extends Faults {
  private volatile Path held;
  private volatile Path full;
  private volatile CountDownLatch reached = new CountDownLatch(1);
  private volatile CountDownLatch released = new CountDownLatch(1);

  /** Holds what is written below a directory until {@link #release}. */
  void hold(Path directory) {
    reached = new CountDownLatch(1);
    released = new CountDownLatch(1);
    held = directory;
  }

  void awaitHeld() throws InterruptedException {
    assertThat(reached.await(60, TimeUnit.SECONDS)).isTrue();
  }

  void release() {
    held = null;
    released.countDown();
  }

  /** No space is left below a directory; null for enough space. */
  void fill(Path directory) {
    full = directory;
  }

  @Override
  public void beforeBackupWrite(Path file, int bytes) throws IOException {
    Path noSpace = full;
    if (noSpace != null && file.startsWith(noSpace)) {
      throw new IOException("No space left on device");
    }
    Path waiting = held;
    if (waiting != null && file.startsWith(waiting)) {
      reached.countDown();
      try {
        released.await();
      } catch (InterruptedException e) {
        throw new InterruptedIOException();
      }
    }
  }
}
