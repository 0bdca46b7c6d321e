package io.nuodb.backup.simulator.backup;

import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Holds a hot copy to its maximum rate, and lets it be cancelled while it waits. */
final class Pacer {
  private final OptionalLong maxRateBytesPerSecond;
  private final CountDownLatch cancelled = new CountDownLatch(1);
  private final long startNanos = System.nanoTime();
  private long bytes;

  Pacer(OptionalLong maxRateBytesPerSecond) {
    this.maxRateBytesPerSecond = maxRateBytesPerSecond;
  }

  void cancel() {
    cancelled.countDown();
  }

  /** Throws when the hot copy was cancelled. */
  void check() throws HotCopyCancelledException {
    if (cancelled.getCount() == 0) {
      throw new HotCopyCancelledException();
    }
  }

  /** Accounts for bytes copied, and waits as long as they came too early. */
  synchronized void copied(int copiedBytes) throws HotCopyCancelledException {
    bytes += copiedBytes;
    if (maxRateBytesPerSecond.isPresent()) {
      double seconds = (double) bytes / maxRateBytesPerSecond.getAsLong();
      long dueNanos = startNanos + (long) (seconds * TimeUnit.SECONDS.toNanos(1));
      try {
        cancelled.await(dueNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        throw new HotCopyCancelledException();
      }
    }
    check();
  }
}
