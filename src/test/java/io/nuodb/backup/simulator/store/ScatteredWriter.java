package io.nuodb.backup.simulator.store;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.LongStream;

/**
 * Fills an archive that is larger than its heap, then commits again and again rows that lie in most
 * of its atoms, and ends without closing it.
 */
final class ScatteredWriter {
  static final StoreSettings SETTINGS =
      StoreSettings.of("test", new UUID(1, 2), "test-sm-1")
          .withSizes(8 << 20, 4_000_000, StoreSettings.ATOM_BYTES);
  static final int ROWS = 160_000;

  private static final int FILLED_AT_ONCE = 4_000;
  private static final int FILLING = ROWS / FILLED_AT_ONCE;
  private static final int SCATTERED = 1_000;
  private static final int COMMITS = 4;

  private ScatteredWriter() {}

  public static void main(String[] arguments) throws Exception {
    Store store = Store.open(Path.of(arguments[0]), SETTINGS);
    long last = Math.max(FILLING, store.lastSequence()) + COMMITS;
    for (long sequence = store.lastSequence() + 1; sequence <= last; sequence++) {
      store.apply(commit(sequence));
    }
    Runtime.getRuntime().halt(0);
  }

  private static Commit commit(long sequence) {
    List<RowChange> changes =
        keys(sequence).mapToObj(key -> new RowChange("foo", key, value(key, sequence))).toList();
    return new Commit(sequence, sequence, sequence - 1, Instant.EPOCH, changes);
  }

  /** The keys that a commit writes. */
  static LongStream keys(long sequence) {
    return sequence <= FILLING
        ? LongStream.range((sequence - 1) * FILLED_AT_ONCE, sequence * FILLED_AT_ONCE)
        : new Random(sequence).longs(SCATTERED, 0, ROWS).distinct();
  }

  static String value(long key, long sequence) {
    return "row %06d of commit %06d %s".formatted(key, sequence, "-".repeat(170));
  }
}
