package io.nuodb.backup.operator;

import io.nuodb.backup.api.Condition;
import io.nuodb.backup.plan.Conditions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a change of an object's conditions is worth telling. */
final class ConditionNotes {
  private ConditionNotes() {}

  /** On Ready, and on each condition beside it that turned False, for a new reason, or back. */
  static List<Note> of(List<Condition> before, List<Condition> after) {
    List<Note> notes = new ArrayList<>(ofReady(before, after));
    for (Condition condition : Conditions.others(after)) {
      ofOther(Conditions.find(before, condition.type()), condition).ifPresent(notes::add);
    }
    return notes;
  }

  private static Optional<Note> ofOther(Optional<Condition> before, Condition after) {
    boolean fails = after.status() == Condition.Status.False;
    boolean failed = before.filter(it -> it.status() == Condition.Status.False).isPresent();
    boolean sameReason = before.filter(it -> it.reason().equals(after.reason())).isPresent();
    boolean recovers = failed && after.status() == Condition.Status.True;
    if (!recovers && (!fails || failed && sameReason)) {
      return Optional.empty();
    }
    return Optional.of(
        new Note(
            fails ? Note.Type.Warning : Note.Type.Normal,
            after.reason(),
            after.message(),
            after.type() + "/" + after.lastTransitionTime()));
  }

  /** A note when the reason of Ready changed; a warning unless it is Ready or being worked on. */
  private static List<Note> ofReady(List<Condition> before, List<Condition> after) {
    Condition ready = Conditions.find(after, Conditions.READY).orElseThrow();
    Optional<Condition> old = Conditions.find(before, Conditions.READY);
    if (old.isPresent()
        && old.get().reason().equals(ready.reason())
        && old.get().message().equals(ready.message())) {
      return List.of();
    }
    String occasion =
        ready.observedGeneration() + "/" + ready.lastTransitionTime() + "/" + ready.message();
    return List.of(new Note(type(ready, after), ready.reason(), ready.message(), occasion));
  }

  private static Note.Type type(Condition ready, List<Condition> conditions) {
    boolean calm =
        ready.status() == Condition.Status.True
            || Conditions.find(conditions, Conditions.RECONCILING)
                .filter(it -> it.status() == Condition.Status.True)
                .isPresent();
    return calm ? Note.Type.Normal : Note.Type.Warning;
  }
}
