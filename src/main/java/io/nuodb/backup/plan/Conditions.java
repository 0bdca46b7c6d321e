package io.nuodb.backup.plan;

import io.nuodb.backup.api.Condition;
import io.nuodb.backup.api.Condition.Status;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The three conditions that every resource of this API has, readable by kstatus: Ready,
 * Reconciling, Stalled.
 */
public final class Conditions {
  public static final String READY = "Ready";
  public static final String RECONCILING = "Reconciling";
  public static final String STALLED = "Stalled";

  private Conditions() {}

  /** Which of the three conditions holds. */
  public enum State {
    READY,
    /** Not Ready, and work goes on that may change it. */
    RECONCILING,
    /** Not Ready, and only a person's change helps. */
    STALLED,
    /** Not Ready until something outside the operator changes, which it will notice. */
    WAITING
  }

  /** The conditions of the state; transition times are kept where a status did not change. */
  public static List<Condition> of(
      List<Condition> before,
      State state,
      String reason,
      String message,
      long generation,
      Instant now) {
    return List.of(
        condition(before, READY, state == State.READY, reason, message, generation, now),
        condition(
            before, RECONCILING, state == State.RECONCILING, reason, message, generation, now),
        condition(before, STALLED, state == State.STALLED, reason, message, generation, now));
  }

  private static Condition condition(
      List<Condition> before,
      String type,
      boolean holds,
      String reason,
      String message,
      long generation,
      Instant now) {
    Status status = holds ? Status.True : Status.False;
    Instant since =
        find(before, type)
            .filter(old -> old.status() == status)
            .map(Condition::lastTransitionTime)
            .orElse(now.truncatedTo(ChronoUnit.SECONDS));
    return new Condition(type, status, generation, since, reason, message);
  }

  public static Optional<Condition> find(List<Condition> conditions, String type) {
    return Objects.requireNonNullElse(conditions, List.<Condition>of()).stream()
        .filter(condition -> condition.type().equals(type))
        .findFirst();
  }
}
