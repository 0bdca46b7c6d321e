package io.nuodb.backup.simulator.store;

import java.util.Objects;

/**
 * One row written or deleted by a transaction.
 *
 * @param table the table's name, not empty
 * @param key the row's key within the table
 * @param value the row's new value, or null when the row is deleted
 */
public record RowChange(String table, long key, String value) {
  public RowChange {
    Objects.requireNonNull(table, "table");
    if (table.isEmpty()) {
      throw new IllegalArgumentException("A row change names no table");
    }
  }

  public boolean deletes() {
    return value == null;
  }
}
