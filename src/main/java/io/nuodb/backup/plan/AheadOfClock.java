package io.nuodb.backup.plan;

import java.time.Duration;
import java.time.Instant;

/**
 * Times on record that have not come yet: the clock was wrong when they were written, or it is now.
 * To wait until they come would stop a schedule for as long as the clock was wrong.
 */
final class AheadOfClock {
  /** Clocks of nodes differ by less, and a clock that is set back by no more stops nothing long. */
  private static final Duration MARGIN = Duration.ofMinutes(10);

  private AheadOfClock() {}

  static boolean is(Instant recorded, Instant now) {
    return recorded.isAfter(now.plus(MARGIN));
  }

  /** The time itself where it can be true. */
  static Instant orNow(Instant recorded, Instant now) {
    return is(recorded, now) ? now : recorded;
  }
}
