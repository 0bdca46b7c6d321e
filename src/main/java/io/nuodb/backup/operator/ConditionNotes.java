package io.nuodb.backup.operator;

import io.nuodb.backup.api.Condition;
import io.nuodb.backup.plan.Conditions;
import java.util.List;
import java.util.Optional;

/** What a change of an object's conditions is worth telling. */
final class ConditionNotes {
  private ConditionNotes() {}

  /** A note when the reason of Ready changed; a warning unless it is Ready or being worked on. */
  static List<Note> of(List<Condition> before, List<Condition> after) {
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
