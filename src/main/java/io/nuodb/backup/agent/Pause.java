package io.nuodb.backup.agent;

import java.time.Duration;

/** Waiting, apart from what waits, so that tests need not wait. */
@FunctionalInterface
interface Pause {
  void sleep(Duration duration);

  /** The thread's own sleep. The agent ends by a signal to its process, never by an interrupt. */
  static Pause real() {
    return duration -> {
      try {
        Thread.sleep(duration);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    };
  }
}
