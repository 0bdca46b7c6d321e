package io.nuodb.backup.bench;

import io.nuodb.backup.simulator.store.Commit;
import io.nuodb.backup.simulator.store.RowChange;
import io.nuodb.backup.simulator.store.Store;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A table of a wanted size, in rows of a kibibyte that do not compress. */
final class BenchArchive {
  private static final int VALUE_CHARACTERS = 1012;
  private static final int ROW_BYTES = 1024;
  private static final int ROWS_A_COMMIT = 1000;
  private static final long SEED = 6530;

  private final Store store;
  private final Random random = new Random(SEED);
  private long rows;

  BenchArchive(Store store) {
    this.store = store;
  }

  void fill(long bytes) throws IOException {
    long wanted = bytes / ROW_BYTES;
    while (rows < wanted) {
      List<RowChange> changes = new ArrayList<>();
      for (int i = 0; i < ROWS_A_COMMIT; i++) {
        changes.add(new RowChange("bench", rows++, value()));
      }
      commit(changes);
    }
    store.checkpoint();
  }

  /** Changes a row in every hundredth atom. */
  void changeOnePercent() throws IOException {
    long rowsOfAnAtom = (64 << 10) / ROW_BYTES;
    long step = 100 * rowsOfAnAtom;
    List<RowChange> changes = new ArrayList<>();
    for (long key = random.nextLong(step); key < rows; key += step) {
      changes.add(new RowChange("bench", key, value()));
    }
    commit(changes);
  }

  private void commit(List<RowChange> changes) throws IOException {
    long sequence = store.lastSequence() + 1;
    store.apply(new Commit(sequence, sequence, sequence - 1, Instant.now(), changes));
  }

  private String value() {
    StringBuilder value = new StringBuilder(VALUE_CHARACTERS);
    while (value.length() < VALUE_CHARACTERS) {
      value.append((char) ('!' + random.nextInt(90)));
    }
    return value.toString();
  }
}
