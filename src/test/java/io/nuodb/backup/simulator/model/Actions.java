package io.nuodb.backup.simulator.model;

import io.nuodb.backup.simulator.backup.HotCopyType;
import io.nuodb.backup.simulator.model.Action.Pauses;
import io.nuodb.backup.simulator.model.Action.Target;
import io.nuodb.backup.simulator.store.RowChange;
import io.nuodb.backup.simulator.store.StoreActions;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Random sequences of actions. */
final class Actions {
  private static final Arbitrary<Integer> ANY = Arbitraries.integers().between(0, 11);
  private static final Arbitrary<Integer> STORAGE_MANAGER = Arbitraries.integers().between(0, 1);
  private static final Arbitrary<Integer> TRANSACTION = Arbitraries.integers().between(0, 99);
  private static final Arbitrary<HotCopyType> TYPE =
      Arbitraries.frequency(
          Tuple.of(3, HotCopyType.FULL),
          Tuple.of(6, HotCopyType.INCREMENTAL),
          Tuple.of(6, HotCopyType.JOURNAL),
          Tuple.of(1, HotCopyType.SIMPLE));
  private static final Arbitrary<HotCopyType> COORDINATED_TYPE =
      Arbitraries.of(HotCopyType.FULL, HotCopyType.INCREMENTAL, HotCopyType.JOURNAL);

  private Actions() {}

  static Arbitrary<List<Action>> sequences(int minLength, int maxLength) {
    return Arbitraries.frequencyOf(
            Tuple.of(26, transactions()),
            Tuple.of(20, hotCopies()),
            Tuple.of(8, running()),
            Tuple.of(8, storageManagers()),
            Tuple.of(7, restores()),
            Tuple.of(2, removals()))
        .list()
        .ofMinSize(minLength)
        .ofMaxSize(maxLength);
  }

  private static Arbitrary<Action> transactions() {
    Arbitrary<List<RowChange>> changes = StoreActions.changes();
    return Arbitraries.frequencyOf(
        Tuple.of(8, changes.map(Action.Transact::new)),
        Tuple.of(6, Arbitraries.just(new Action.Begin())),
        Tuple.of(6, Combinators.combine(ANY, changes).as(Action.Write::new)),
        Tuple.of(6, ANY.map(Action.Commit::new)),
        Tuple.of(1, ANY.map(Action.Rollback::new)));
  }

  private static Arbitrary<Action> hotCopies() {
    return Arbitraries.frequencyOf(
        Tuple.of(
            4,
            Combinators.combine(STORAGE_MANAGER, TYPE, targets(), ANY, pauses())
                .as((sm, type, target, set, pauses) -> start(sm, type, target, set, pauses))),
        Tuple.of(
            1,
            Combinators.combine(COORDINATED_TYPE, targets(), ANY, pauses(), pauses())
                .as(Actions::startCoordinated)));
  }

  /** A full needs a new directory most of the time, everything else a set that is there. */
  private static Target usual(HotCopyType type, Target target) {
    boolean creates = type == HotCopyType.FULL || type == HotCopyType.SIMPLE;
    if (creates && target == Target.NEWEST) {
      return Target.NEW;
    }
    return target;
  }

  private static Action start(int sm, HotCopyType type, Target target, int set, Pauses pauses) {
    return new Action.Start(sm, type, usual(type, target), set, pauses);
  }

  private static Action startCoordinated(
      HotCopyType type, Target target, int set, Pauses first, Pauses second) {
    return new Action.StartCoordinated(type, usual(type, target), set, first, second);
  }

  private static Arbitrary<Target> targets() {
    return Arbitraries.frequency(
        Tuple.of(16, Target.NEWEST),
        Tuple.of(3, Target.ANY),
        Tuple.of(1, Target.NEW),
        Tuple.of(1, Target.OF_THE_OTHER),
        Tuple.of(1, Target.NO_PARENT));
  }

  private static Arbitrary<Pauses> pauses() {
    Arbitrary<Boolean> pause = Arbitraries.of(false, false, false, false, false, true);
    return Combinators.combine(Arbitraries.of(0, 0, 0, 0, 1, 3), pause, pause).as(Pauses::new);
  }

  private static Arbitrary<Action> running() {
    return Arbitraries.frequencyOf(
        Tuple.of(9, ANY.map(Action.GoOn::new)), Tuple.of(1, ANY.map(Action.Cancel::new)));
  }

  private static Arbitrary<Action> storageManagers() {
    return Arbitraries.frequencyOf(
        Tuple.of(6, STORAGE_MANAGER.map(Action.Checkpoint::new)),
        Tuple.of(2, STORAGE_MANAGER.map(Action.FallBehind::new)),
        Tuple.of(2, STORAGE_MANAGER.map(Action.CatchUp::new)),
        Tuple.of(1, STORAGE_MANAGER.map(Action.Stop::new)),
        Tuple.of(1, STORAGE_MANAGER.map(Action.Kill::new)),
        Tuple.of(
            1,
            Combinators.combine(
                    STORAGE_MANAGER,
                    Arbitraries.of(
                        HotCopyType.INCREMENTAL, HotCopyType.JOURNAL, HotCopyType.JOURNAL))
                .as(Action.KillBehind::new)),
        Tuple.of(4, Arbitraries.just(new Action.Return())));
  }

  private static Arbitrary<Action> restores() {
    return Arbitraries.frequencyOf(
        Tuple.of(2, Combinators.combine(ANY, ANY).as(Action.RestoreElement::new)),
        Tuple.of(1, ANY.map(Action.RestoreLatest::new)),
        Tuple.of(3, Combinators.combine(ANY, TRANSACTION).as(Action.RestoreTransaction::new)),
        Tuple.of(1, Combinators.combine(ANY, ANY).as(Action.RestoreUncommitted::new)),
        Tuple.of(2, ANY.map(Action.ReportTimestamps::new)));
  }

  private static Arbitrary<Action> removals() {
    return Arbitraries.frequencyOf(
        Tuple.of(1, ANY.map(Action.RemoveSet::new)),
        Tuple.of(1, Combinators.combine(ANY, ANY).as(Action.RemoveJournalData::new)));
  }
}
