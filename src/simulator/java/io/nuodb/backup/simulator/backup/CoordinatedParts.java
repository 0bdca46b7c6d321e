package io.nuodb.backup.simulator.backup;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;

/**
 * Coordinates parts that meet in one process; all of them share this object. When one fails or is
 * late all fail, when one is cancelled all are.
 */
public final class CoordinatedParts implements Coordination {
  private final int parts;
  private final Duration timeout;
  private int agreeing;
  private long end;
  private int copied;
  private boolean completing;
  private String failure;
  private boolean cancelled;

  /**
   * Expects some parts.
   *
   * @param timeout how long a part waits for the others, each time
   */
  public CoordinatedParts(int parts, Duration timeout) {
    this.parts = parts;
    this.timeout = timeout;
  }

  @Override
  public synchronized long agreeOnEnd(long lastSequence) throws IOException {
    end = Math.max(end, lastSequence);
    agreeing++;
    notifyAll();
    long deadline = deadline();
    while (agreeing < parts) {
      waitUntil(deadline);
    }
    requireNoFailure();
    return end;
  }

  @Override
  public synchronized void awaitCopied() throws IOException {
    copied++;
    completing = copied == parts && failure == null;
    notifyAll();
    long deadline = deadline();
    while (!completing) {
      waitUntil(deadline);
    }
  }

  @Override
  public synchronized void fail(String cause) {
    if (failure == null) {
      failure = cause;
      notifyAll();
    }
  }

  @Override
  public synchronized void cancel() {
    cancelled |= failure == null;
    fail(HotCopyCancelledException.MESSAGE);
  }

  /** Whether all parts are copied: none fails or is cancelled any more. */
  public synchronized boolean isCompleting() {
    return completing;
  }

  private long deadline() {
    return System.nanoTime() + timeout.toNanos();
  }

  /** Gives up for all parts when one does: none may go on with a part that has left. */
  private void waitUntil(long deadline) throws IOException {
    requireNoFailure();
    Duration left = Duration.ofNanos(deadline - System.nanoTime());
    if (!left.isPositive()) {
      fail("Another part did not come in time");
      requireNoFailure();
    }
    try {
      wait(left.toMillis(), left.toNanosPart() % 1_000_000);
    } catch (InterruptedException e) {
      leaveInterrupted();
    }
  }

  private void leaveInterrupted() throws InterruptedIOException {
    cancel();
    Thread.currentThread().interrupt();
    if (!completing) {
      throw new InterruptedIOException("Interrupted while waiting for other parts of a hot copy");
    }
  }

  private void requireNoFailure() throws IOException {
    if (cancelled) {
      throw new HotCopyCancelledException();
    }
    if (failure != null) {
      throw new IOException("Coordinated hot copy failed: " + failure);
    }
  }
}
