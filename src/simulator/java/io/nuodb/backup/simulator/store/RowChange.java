package io.nuodb.backup.simulator.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * One row written or deleted by a transaction. The value is kept as atoms and journals hold it:
 * most changes only pass from one to the other.
 *
 * @param table the table's name, not empty
 * @param key the row's key within the table
 * @param content the row's new value in UTF-8, not to be modified, or null when the row is deleted
 */
public record RowChange(String table, long key, byte[] content) {
  public RowChange {
    if (table.isEmpty()) {
      throw new IllegalArgumentException("A row change names no table");
    }
  }

  /**
   * Describes a change by its text.
   *
   * @param value the row's new value, or null when the row is deleted
   */
  public RowChange(String table, long key, String value) {
    this(table, key, value == null ? null : value.getBytes(StandardCharsets.UTF_8));
  }

  /** The row's new value, or null when the row is deleted. */
  public String value() {
    return deletes() ? null : new String(content, StandardCharsets.UTF_8);
  }

  public boolean deletes() {
    return content == null;
  }

  /** Arrays are equal only to themselves. */
  @Override
  public boolean equals(Object other) {
    return other instanceof RowChange that
        && table.equals(that.table)
        && key == that.key
        && Arrays.equals(content, that.content);
  }

  @Override
  public int hashCode() {
    return Objects.hash(table, key, Arrays.hashCode(content));
  }

  @Override
  public String toString() {
    return "RowChange[table=%s, key=%d, value=%s]".formatted(table, key, value());
  }
}
