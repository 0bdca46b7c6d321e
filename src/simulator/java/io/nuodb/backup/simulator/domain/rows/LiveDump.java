package io.nuodb.backup.simulator.domain.rows;

import io.nuodb.backup.simulator.domain.replication.Rows;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads a running database whole, at one commit. */
public final class LiveDump {
  private static final int ROWS_PER_READ = 10_000;

  private LiveDump() {}

  /**
   * Gives every row as {@code table<TAB>key<TAB>value}, by table and key.
   *
   * @return the sequence of the last commit that was read, 0 when there is no table
   * @throws IOException also when commits arrived meanwhile: what was read is no state that the
   *     database ever had
   */
  public static long lines(DatabaseClient database, Consumer<String> lines) throws IOException {
    Optional<Long> sequence = Optional.empty();
    for (String table : database.tables().stream().sorted().toList()) {
      Long from = Long.MIN_VALUE;
      while (from != null) {
        Rows page = database.rows(table, from, ROWS_PER_READ);
        if (!sequence.orElse(page.commitSequence()).equals(page.commitSequence())) {
          throw new IOException(
              "The database changed while it was read, read it again when nobody writes");
        }
        sequence = Optional.of(page.commitSequence());
        page.rows().forEach((key, value) -> lines.accept(table + "\t" + key + "\t" + value));
        from = page.next();
      }
    }
    return sequence.orElse(0L);
  }
}
