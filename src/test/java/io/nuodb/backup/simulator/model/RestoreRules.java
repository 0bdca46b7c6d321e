package io.nuodb.backup.simulator.model;

import io.nuodb.backup.simulator.store.Commit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What a restore to a transaction needs (NuoDB docs, Using Journal Hot Copy), stated anew. */
final class RestoreRules {
  private final ModelTransactions transactions;

  RestoreRules(ModelTransactions transactions) {
    this.transactions = transactions;
  }

  /** The transactions that the set's journals hold and that can be restored, in commit order. */
  List<Commit> restorable(ModelSet set) {
    return known(set).stream().filter(commit -> isRestorable(set, commit)).toList();
  }

  /** The transactions that the set's journals hold, and that lack a base or others in between. */
  List<Commit> lacking(ModelSet set) {
    return known(set).stream().filter(commit -> !isRestorable(set, commit)).toList();
  }

  private boolean isRestorable(ModelSet set, Commit commit) {
    return visible(set, commit.sequence()).isPresent();
  }

  private List<Commit> known(ModelSet set) {
    return LongStream.rangeClosed(1, transactions.last())
        .filter(sequence -> set.journals.stream().anyMatch(element -> element.holds(sequence)))
        .mapToObj(transactions::at)
        .toList();
  }

  /**
   * The last of the others' commits that a restored transaction is added to: what it saw, or the
   * base when that is later. Empty when it cannot be restored.
   */
  OptionalLong visible(ModelSet set, long sequence) {
    Optional<Integer> journal =
        set.journals.stream()
            .filter(element -> element.holds(sequence))
            .map(ModelSet.Journal::journal)
            .findAny();
    if (journal.isEmpty()) {
      return OptionalLong.empty();
    }
    List<ModelSet> sets = List.of(set);
    OptionalLong base = base(sets, journal.get(), sequence);
    if (base.isEmpty()) {
      sets = set.archive.sets;
      base = base(sets, journal.get(), sequence);
    }
    if (base.isEmpty()) {
      return OptionalLong.empty();
    }
    long snapshot = transactions.at(sequence).snapshotSequence();
    return areThere(sets, journal.get(), base.getAsLong() + 1, snapshot)
        ? OptionalLong.of(Math.max(base.getAsLong(), snapshot))
        : OptionalLong.empty();
  }

  private static OptionalLong base(List<ModelSet> sets, int journal, long sequence) {
    return sets.stream()
        .flatMap(set -> set.bases.stream())
        .filter(base -> base.journal() == journal && base.end() < sequence)
        .max(Comparator.comparingLong(ModelSet.Base::end))
        .map(base -> OptionalLong.of(base.end()))
        .orElse(OptionalLong.empty());
  }

  private static boolean areThere(List<ModelSet> sets, int journal, long first, long last) {
    return LongStream.rangeClosed(first, last)
        .allMatch(
            sequence ->
                journals(sets)
                    .anyMatch(element -> element.journal() == journal && element.holds(sequence)));
  }

  private static Stream<ModelSet.Journal> journals(List<ModelSet> sets) {
    return sets.stream().flatMap(set -> set.journals.stream());
  }
}
