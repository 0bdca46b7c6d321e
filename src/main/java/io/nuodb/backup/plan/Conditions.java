package io.nuodb.backup.plan;

import io.nuodb.backup.api.Condition;
import io.nuodb.backup.api.Condition.Status;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The three conditions that every resource of this API has, readable by kstatus: Ready,
 * Reconciling, Stalled; and those beside them.
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
    var ready = new Aspect(READY, holds(state == State.READY), reason, message);
    var reconciling = new Aspect(RECONCILING, holds(state == State.RECONCILING), reason, message);
    var stalled = new Aspect(STALLED, holds(state == State.STALLED), reason, message);
    return List.of(
        of(before, ready, generation, now),
        of(before, reconciling, generation, now),
        of(before, stalled, generation, now));
  }

  private static Status holds(boolean condition) {
    return condition ? Status.True : Status.False;
  }

  /** One condition; its transition time is kept where its status did not change. */
  static Condition of(List<Condition> before, Aspect aspect, long generation, Instant now) {
    Optional<Condition> old = find(before, aspect.type());
    boolean same = old.isPresent() && old.get().status() == aspect.status();
    Instant since = same ? old.get().lastTransitionTime() : now.truncatedTo(ChronoUnit.SECONDS);
    return new Condition(
        aspect.type(), aspect.status(), generation, since, aspect.reason(), aspect.message());
  }

  /** All but the three, as they are. */
  public static List<Condition> others(List<Condition> conditions) {
    Set<String> own = Set.of(READY, RECONCILING, STALLED);
    return conditions.stream().filter(condition -> !own.contains(condition.type())).toList();
  }

  public static Optional<Condition> find(List<Condition> conditions, String type) {
    for (Condition condition : Objects.requireNonNullElse(conditions, List.<Condition>of())) {
      if (condition.type().equals(type)) {
        return Optional.of(condition);
      }
    }
    return Optional.empty();
  }
}
