package io.nuodb.backup.agent;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.PriorityQueue;

/** A clock that moves only while somebody sleeps, and what happens meanwhile. */
final class TestTime extends Clock implements Pause {
  private record Event(Instant at, Runnable action) {}

  private final PriorityQueue<Event> events = new PriorityQueue<>(Comparator.comparing(Event::at));
  private Instant now;

  TestTime(Instant start) {
    now = start;
  }

  void after(Duration delay, Runnable action) {
    events.add(new Event(now.plus(delay), action));
  }

  @Override
  public void sleep(Duration duration) {
    Instant end = now.plus(duration);
    while (!events.isEmpty() && !events.peek().at().isAfter(end)) {
      Event event = events.remove();
      now = event.at();
      event.action().run();
    }
    now = end;
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
    throw new UnsupportedOperationException();
  }
}
