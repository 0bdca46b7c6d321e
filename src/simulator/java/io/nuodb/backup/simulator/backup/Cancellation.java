package io.nuodb.backup.simulator.backup;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Whether a hot copy was told to stop. Its threads are interrupted only where they say that they
 * wait: an interrupt elsewhere would close the file in use, which may be the store's own.
 */
final class Cancellation {
  private final CountDownLatch cancelled = new CountDownLatch(1);
  private final Set<Thread> waiting = new HashSet<>();

  /** Something that may wait, and ends when it is interrupted. */
  @FunctionalInterface
  interface Waiting<T> {
    T run() throws IOException, InterruptedException;
  }

  synchronized void cancel() {
    cancelled.countDown();
    waiting.forEach(Thread::interrupt);
  }

  boolean isCancelled() {
    return cancelled.getCount() == 0;
  }

  /** Throws when the hot copy was cancelled. */
  void check() throws HotCopyCancelledException {
    if (isCancelled()) {
      throw new HotCopyCancelledException();
    }
  }

  /** Waits for a time, or until the hot copy is cancelled. */
  void pause(long nanos) throws IOException {
    interruptibly(() -> cancelled.await(nanos, TimeUnit.NANOSECONDS));
    check();
  }

  /**
   * Does something that may wait, until the hot copy is cancelled.
   *
   * @throws HotCopyCancelledException when it was cancelled before or meanwhile
   */
  <T> T interruptibly(Waiting<T> action) throws IOException {
    begin();
    try {
      return action.run();
    } catch (InterruptedException e) {
      check();
      throw new InterruptedIOException("Interrupted during a hot copy");
    } catch (IOException e) {
      check();
      throw e;
    } finally {
      end();
    }
  }

  private synchronized void begin() throws HotCopyCancelledException {
    check();
    waiting.add(Thread.currentThread());
  }

  /** What a cancel sent must not reach the next file in use. */
  private synchronized void end() {
    waiting.remove(Thread.currentThread());
    Thread.interrupted();
  }
}
