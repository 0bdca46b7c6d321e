package io.nuodb.backup.operator;

import io.nuodb.backup.plan.LongestPause;
import io.nuodb.backup.plan.PolicySchedules.InForce;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Remembers the pauses of the schedules used last: many policies share theirs, and seldom change.
 */
final class LongestPauses {
  private static final int MOST = 1_000;

  private record Key(String cron, String timeZone) {}

  private final Clock clock;
  private final Map<Key, Optional<Duration>> pauses =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Optional<Duration>> eldest) {
          return size() > MOST;
        }
      };

  LongestPauses(Clock clock) {
    this.clock = clock;
  }

  synchronized Optional<Duration> of(InForce schedule) {
    return pauses.computeIfAbsent(
        new Key(schedule.cron(), schedule.timeZone()),
        _ -> LongestPause.after(schedule.schedule(), clock.instant()));
  }
}
