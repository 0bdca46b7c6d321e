package io.nuodb.backup.simulator.store;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Random things to do with a store. */
public final class StoreActions {
  /** One step of a random run. */
  public sealed interface Action {}

  /** A transaction commits. */
  public record Write(List<RowChange> changes) implements Action {}

  /** A checkpoint is made. */
  public record Checkpoint() implements Action {}

  /** The storage manager is stopped and started. */
  public record Reopen() implements Action {}

  private StoreActions() {}

  public static Arbitrary<List<Action>> sequences(int maxLength) {
    Arbitrary<Action> write = changes().map(Write::new);
    return Arbitraries.frequencyOf(
            Tuple.of(12, write),
            Tuple.of(3, Arbitraries.just((Action) new Checkpoint())),
            Tuple.of(1, Arbitraries.just((Action) new Reopen())))
        .list()
        .ofMinSize(1)
        .ofMaxSize(maxLength);
  }

  /** Few tables and keys that meet again, values from empty to larger than a test's atom. */
  public static Arbitrary<List<RowChange>> changes() {
    Arbitrary<Long> key =
        Arbitraries.frequencyOf(
            Tuple.of(9, Arbitraries.longs().between(0, 60)),
            Tuple.of(1, Arbitraries.of(Long.MIN_VALUE, Long.MAX_VALUE, -1L)));
    Arbitrary<String> value =
        Arbitraries.strings().withChars("aé漢").ofMaxLength(70).injectNull(0.2);
    return Combinators.combine(Arbitraries.of("foo", "bar", "τ"), key, value)
        .as(RowChange::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(6);
  }
}
