package io.nuodb.backup.agent;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Callable;

/**
 * A clock that stands until a test wants time to pass, so that no patience of the agent's ends
 * because the machine is slow. What a test does to the domain happens while the agent sleeps, so
 * that the agent sees it whole.
 */
final class DomainTime extends Clock implements Pause {
  private static final Duration NAP = Duration.ofMillis(20);

  /** Something that a test does. */
  @FunctionalInterface
  interface Action {
    void run() throws Exception;
  }

  private record Interruption(Callable<Boolean> condition, Action action) {}

  private final Queue<Interruption> script = new ArrayDeque<>();
  private Instant now;
  private boolean flowing;

  DomainTime(Instant start) {
    now = start;
  }

  /** Does something in the first sleep in which the condition holds, after all that came before. */
  void when(Callable<Boolean> condition, Action action) {
    script.add(new Interruption(condition, action));
  }

  void pass(Duration duration) {
    now = now.plus(duration);
  }

  /**
   * From now on the agent's sleeps take as long as they should: it waits in vain for the domain.
   */
  void flow() {
    flowing = true;
  }

  void stand() {
    flowing = false;
  }

  @Override
  public void sleep(Duration duration) {
    if (flowing) {
      pass(duration);
    }
    try {
      if (!script.isEmpty() && script.peek().condition().call()) {
        script.remove().action().run();
      } else {
        Thread.sleep(NAP);
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether all that the test wanted to do is done. */
  boolean scriptDone() {
    return script.isEmpty();
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
