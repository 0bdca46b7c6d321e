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
  private static final String TABLE = "bench";
  private static final int VALUE_CHARACTERS = 1012;
  private static final int ROW_BYTES = 1024;
  private static final int ROWS_A_COMMIT = 1000;
  private static final long SEED = 6530;

  private final Store store;
  private final Random random = new Random(SEED);

  BenchArchive(Store store) {
    this.store = store;
  }

  /** Writes the rows of an empty archive, up to the size in bytes. */
  void fill(long bytes) throws IOException {
    write(0, bytes);
    store.checkpoint();
  }

  /** Writes rows of so many bytes, beginning where the archive's rows take so many bytes. */
  void write(long offset, long bytes) throws IOException {
    long end = (offset + bytes) / ROW_BYTES;
    for (long key = offset / ROW_BYTES; key < end; key += ROWS_A_COMMIT) {
      List<RowChange> changes = new ArrayList<>();
      for (long row = key; row < Math.min(key + ROWS_A_COMMIT, end); row++) {
        changes.add(new RowChange(TABLE, row, value()));
      }
      commit(changes);
    }
  }

  /** Changes a row in every hundredth atom of an archive of that size in bytes. */
  void changeOnePercent(long archiveBytes) throws IOException {
    long rowsOfAnAtom = (64 << 10) / ROW_BYTES;
    long step = 100 * rowsOfAnAtom;
    List<RowChange> changes = new ArrayList<>();
    for (long key = random.nextLong(step); key < archiveBytes / ROW_BYTES; key += step) {
      changes.add(new RowChange(TABLE, key, value()));
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
