package io.nuodb.backup.simulator.domain.admin;

import io.nuodb.backup.simulator.domain.http.HttpError;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Waits between questions that are asked again and again for some time. */
final class Polling {
  private static final Duration INTERVAL = Duration.ofMillis(100);

  private final Clock clock;
  private final Instant deadline;

  Polling(int seconds, Clock clock) {
    this.clock = clock;
    this.deadline = clock.instant().plusSeconds(seconds);
  }

  /** Waits a moment; returns false at once when the time is over. */
  boolean pause() {
    if (!clock.instant().isBefore(deadline)) {
      return false;
    }
    try {
      Thread.sleep(INTERVAL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw HttpError.unavailable("The admin process is shutting down");
    }
    return true;
  }
}
