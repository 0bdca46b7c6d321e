package io.nuodb.backup.simulator.backup;

import java.io.IOException;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** Holds a hot copy to its maximum rate. */
final class Pacer {
  private final OptionalLong maxRateBytesPerSecond;
  private final Cancellation cancellation;
  private final long startNanos = System.nanoTime();
  private long bytes;

  Pacer(OptionalLong maxRateBytesPerSecond, Cancellation cancellation) {
    this.maxRateBytesPerSecond = maxRateBytesPerSecond;
    this.cancellation = cancellation;
  }

  /** Accounts for bytes copied, and waits as long as they came too early. */
  synchronized void copied(int copiedBytes) throws IOException {
    bytes += copiedBytes;
    if (maxRateBytesPerSecond.isPresent()) {
      double seconds = (double) bytes / maxRateBytesPerSecond.getAsLong();
      long dueNanos = startNanos + (long) (seconds * TimeUnit.SECONDS.toNanos(1));
      cancellation.pause(dueNanos - System.nanoTime());
    }
    cancellation.check();
  }
}
