package io.nuodb.backup.simulator.domain.rows;

import io.nuodb.backup.simulator.domain.replication.Rows;
import java.io.IOException;
import java.util.OptionalLong;

/** Reads a running database whole, at one commit. */
public final class LiveDump {
  private static final int ROWS_PER_READ = 10_000;

  /** Takes the rows, by table and key. */
  @FunctionalInterface
  public interface RowConsumer {
    void row(String table, long key, String value);
  }

  private LiveDump() {}

  /**
   * @throws DatabaseChangedException when commits arrived meanwhile, so that what was read is no
   *     state that the database ever had
   */
  public static void read(DatabaseClient database, RowConsumer consumer)
      throws IOException, DatabaseChangedException {
    OptionalLong sequence = OptionalLong.empty();
    for (String table : database.tables().stream().sorted().toList()) {
      Long from = Long.MIN_VALUE;
      while (from != null) {
        Rows page = database.rows(table, from, ROWS_PER_READ);
        if (sequence.isPresent() && sequence.getAsLong() != page.commitSequence()) {
          throw new DatabaseChangedException(sequence.getAsLong(), page.commitSequence());
        }
        sequence = OptionalLong.of(page.commitSequence());
        page.rows().forEach((key, value) -> consumer.row(table, key, value));
        from = page.next();
      }
    }
  }

  /** The database was written while it was read. */
  public static final class DatabaseChangedException extends Exception {
    private static final long serialVersionUID = 1L;

    DatabaseChangedException(long before, long now) {
      super(
          "The database changed while it was read (commit sequence "
              + before
              + ", then "
              + now
              + "): read it again when nobody writes");
    }
  }
}
