package io.nuodb.backup.agent;

import java.time.Duration;

/** The pauses between looks at a hot copy: as nuocmd's, from a quarter of a second to five. */
final class Backoff {
  private static final Duration FIRST = Duration.ofMillis(250);
  private static final Duration LONGEST = Duration.ofSeconds(5);

  private Duration next = FIRST;

  Duration next() {
    Duration current = next;
    Duration doubled = current.multipliedBy(2);
    next = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
    return current;
  }
}
