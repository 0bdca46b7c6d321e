package io.nuodb.backup.simulator.store;

import java.io.IOException;
import java.util.concurrent.Semaphore;

/** Runs a store's checkpoints in the background, when commits have changed enough atoms. */
final class CheckpointThread {
  private final Store store;
  private final Semaphore requests = new Semaphore(0);
  private final Thread thread;
  private volatile boolean closed;

  CheckpointThread(Store store) {
    this.store = store;
    this.thread = Thread.ofPlatform().daemon().name("checkpoints").start(this::run);
  }

  void request() {
    requests.release();
  }

  private void run() {
    while (true) {
      requests.acquireUninterruptibly();
      requests.drainPermits();
      if (closed) { // looked at only now: what was drained may have been the request to end
        return;
      }
      try {
        store.checkpoint();
      } catch (IOException | RuntimeException | Error e) {
        store.fail(e);
        return;
      }
    }
  }

  /** Waits until no checkpoint of this thread runs any more. */
  void close() {
    closed = true;
    requests.release();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
