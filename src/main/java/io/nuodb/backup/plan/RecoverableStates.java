package io.nuodb.backup.plan;

import io.nuodb.backup.api.BackupPolicySpec.Mode;
import io.nuodb.backup.api.BackupPolicyStatus.Granularity;
import io.nuodb.backup.api.BackupPolicyStatus.Recoverable;
import io.nuodb.backup.api.BackupSetStatus;
import io.nuodb.backup.api.BackupSetStatus.Counts;
import io.nuodb.backup.api.BackupSetStatus.Element;
import io.nuodb.backup.api.HotCopyType;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a policy's complete sets can be restored to, taking the best of them. Coordinated sets are
 * of use together only.
 */
final class RecoverableStates {
  private RecoverableStates() {}

  static Optional<Recoverable> of(PolicyObservation policy) {
    boolean together = policy.spec().storageManagers().mode() == Mode.Coordinated;
    Collection<List<ObservedSet>> collections =
        policy.sets().stream()
            .filter(set -> set.type() == BackupSetStatus.Type.Full)
            .collect(Collectors.groupingBy(set -> together ? set.hotCopyJob() : set.name()))
            .values();
    List<Recoverable> states =
        collections.stream().flatMap(sets -> ofCollection(sets).stream()).toList();
    return states.stream()
        .max(Comparator.comparing(Recoverable::to))
        .map(newest -> new Recoverable(from(states), newest.to(), newest.granularity()));
  }

  private static Instant from(List<Recoverable> states) {
    return states.stream().map(Recoverable::from).min(Instant::compareTo).orElseThrow();
  }

  private static Optional<Recoverable> ofCollection(List<ObservedSet> sets) {
    Instant from = Instant.MIN;
    Recoverable oldest = null;
    for (ObservedSet set : sets) {
      Optional<Recoverable> state = ofSet(set);
      if (state.isEmpty()) {
        return state;
      }
      // One hot copy ends on each storage manager at its own time.
      from = later(from, state.get().from());
      if (oldest == null || state.get().to().isBefore(oldest.to())) {
        oldest = state.get();
      }
    }
    return Optional.of(new Recoverable(from, later(from, oldest.to()), oldest.granularity()));
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private static Optional<Recoverable> ofSet(ObservedSet set) {
    return set.completeSince()
        .map(
            from ->
                new Recoverable(
                    from, latest(from, set.status().orElseThrow().elements()), granularity(set)));
  }

  private static Instant latest(Instant from, List<Element> elements) {
    Instant latest = from;
    for (Element element : elements) {
      latest = later(latest, copiedUpTo(element));
    }
    return latest;
  }

  /** A journal hot copy holds for certain what was committed before it began. */
  private static Instant copiedUpTo(Element element) {
    return element.type() == HotCopyType.JOURNAL ? element.startTime() : element.endTime();
  }

  private static Granularity granularity(ObservedSet set) {
    int journals = set.status().map(BackupSetStatus::counts).map(Counts::journal).orElse(0);
    return journals > 0 ? Granularity.Transaction : Granularity.Element;
  }
}
