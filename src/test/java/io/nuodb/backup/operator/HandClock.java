package io.nuodb.backup.operator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** A clock that stands until it is moved. */
final class HandClock extends Clock {
  private volatile Instant now;

  HandClock(Instant start) {
    this.now = start;
  }

  /** Beginning now, where servers stamp objects with real times. */
  HandClock() {
    this(Instant.now().truncatedTo(ChronoUnit.SECONDS));
  }

  void set(Instant time) {
    now = time;
  }

  void advance(Duration duration) {
    now = now.plus(duration);
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
