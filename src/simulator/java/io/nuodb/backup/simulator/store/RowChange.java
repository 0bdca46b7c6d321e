package io.nuodb.backup.simulator.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * One row written or deleted by a transaction. The value is kept as atoms and journals hold it:
 * most changes only pass from one to the other.
 */
public final class RowChange {
  private final String table;
  private final long key;
  private final byte[] content;

  /**
   * Describes a change.
   *
   * @param table the table's name, not empty
   * @param key the row's key within the table
   * @param value the row's new value, or null when the row is deleted
   */
  public RowChange(String table, long key, String value) {
    this(table, key, value == null ? null : value.getBytes(StandardCharsets.UTF_8));
  }

  private RowChange(String table, long key, byte[] content) {
    if (table.isEmpty()) {
      throw new IllegalArgumentException("A row change names no table");
    }
    this.table = table;
    this.key = key;
    this.content = content;
  }

  /** A change to a value in UTF-8, which is not copied; null deletes the row. */
  static RowChange of(String table, long key, byte[] content) {
    return new RowChange(table, key, content);
  }

  public String table() {
    return table;
  }

  public long key() {
    return key;
  }

  /** The row's new value, or null when the row is deleted. */
  public String value() {
    return deletes() ? null : new String(content, StandardCharsets.UTF_8);
  }

  /** The row's new value in UTF-8, not to be modified, or null when the row is deleted. */
  byte[] content() {
    return content;
  }

  public boolean deletes() {
    return content == null;
  }

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
