package io.nuodb.backup.simulator.store;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Commits as fast as it can, and prints each sequence once it is acknowledged, until killed. */
final class KilledWriter {
  static final StoreSettings SETTINGS =
      StoreSettings.of("test", new UUID(1, 2), "test-sm-1").withSizes(60_000, 20_000, 1000);

  private static final int KEYS = 997;

  private KilledWriter() {}

  public static void main(String[] arguments) throws Exception {
    try (Store store = Store.open(Path.of(arguments[0]), SETTINGS)) {
      for (long sequence = store.lastSequence() + 1; ; sequence++) {
        store.apply(commit(sequence));
        System.out.println(sequence);
      }
    }
  }

  static Commit commit(long sequence) {
    RowChange change = new RowChange("foo", key(sequence), value(sequence));
    RowChange next = new RowChange("foo", key(sequence) + KEYS, value(sequence));
    return new Commit(sequence, sequence, sequence - 1, Instant.EPOCH, List.of(change, next));
  }

  static long key(long sequence) {
    return sequence * 31 % KEYS;
  }

  static String value(long sequence) {
    return "written by commit " + sequence;
  }
}
