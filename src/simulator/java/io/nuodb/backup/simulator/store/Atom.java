package io.nuodb.backup.simulator.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The rows of one table within a range of keys, in memory. Not thread-safe. */
final class Atom {
  private static final int ROW_BYTES = Long.BYTES + Integer.BYTES;
  private static final int OBJECT_BYTES = 256;
  private static final int ROW_OBJECT_BYTES = 40;
  private static final byte[][] NO_VALUES = {};

  private final int id;
  private final String table;

  private long sequence;
  private long[] keys;
  private byte[][] values;
  private int size;
  private long valueBytes;

  private Atom(int id, String table, long sequence, long[] keys, byte[][] values) {
    this.id = id;
    this.table = table;
    this.sequence = sequence;
    this.keys = keys;
    this.values = values;
    this.size = keys.length;
    for (byte[] value : values) {
      valueBytes += value.length;
    }
  }

  static Atom empty(int id, String table) {
    return new Atom(id, table, 0, new long[0], NO_VALUES);
  }

  /** Reads a verified atom file's content, leaving out keys that have moved to other atoms. */
  static Atom decode(int id, byte[] sealed, KeyRange range) {
    ByteBuffer content = AtomFile.contentOf(sealed);
    byte[] name = new byte[content.getShort()];
    content.get(name);
    int count = content.getInt();
    long[] keys = new long[count];
    byte[][] values = new byte[count][];
    int kept = 0;
    for (int i = 0; i < count; i++) {
      long key = content.getLong();
      byte[] value = new byte[content.getInt()];
      content.get(value);
      if (range.contains(key)) {
        keys[kept] = key;
        values[kept++] = value;
      }
    }
    return new Atom(
        id,
        new String(name, StandardCharsets.UTF_8),
        AtomFile.sequenceOf(sealed),
        Arrays.copyOf(keys, kept),
        Arrays.copyOf(values, kept));
  }

  byte[] encode() {
    byte[] name = table.getBytes(StandardCharsets.UTF_8);
    int contentBytes =
        Math.toIntExact(
            Short.BYTES + name.length + Integer.BYTES + (long) size * ROW_BYTES + valueBytes);
    ByteBuffer buffer = AtomFile.begin(id, sequence, contentBytes);
    buffer.putShort((short) name.length).put(name).putInt(size);
    for (int i = 0; i < size; i++) {
      buffer.putLong(keys[i]).putInt(values[i].length).put(values[i]);
    }
    return AtomFile.seal(buffer);
  }

  int id() {
    return id;
  }

  int size() {
    return size;
  }

  long key(int index) {
    return keys[index];
  }

  byte[] value(int index) {
    return values[index];
  }

  /** The first row whose key is at least {@code key}; the atom's size when there is none. */
  int indexFrom(long key) {
    int index = Arrays.binarySearch(keys, 0, size, key);
    return index >= 0 ? index : -index - 1;
  }

  byte[] valueOrNull(long key) {
    int index = Arrays.binarySearch(keys, 0, size, key);
    return index >= 0 ? values[index] : null;
  }

  void put(long key, byte[] value, long commitSequence) {
    sequence = commitSequence;
    int index = Arrays.binarySearch(keys, 0, size, key);
    if (index >= 0) {
      valueBytes += value.length - values[index].length;
      values[index] = value;
      return;
    }
    int at = -index - 1;
    if (size == keys.length) {
      int capacity = Math.max(8, size + (size >> 1));
      keys = Arrays.copyOf(keys, capacity);
      values = Arrays.copyOf(values, capacity);
    }
    System.arraycopy(keys, at, keys, at + 1, size - at);
    System.arraycopy(values, at, values, at + 1, size - at);
    keys[at] = key;
    values[at] = value;
    size++;
    valueBytes += value.length;
  }

  void remove(long key, long commitSequence) {
    sequence = commitSequence;
    int index = Arrays.binarySearch(keys, 0, size, key);
    if (index < 0) {
      return;
    }
    valueBytes -= values[index].length;
    size--;
    System.arraycopy(keys, index + 1, keys, index, size - index);
    System.arraycopy(values, index + 1, values, index, size - index);
    values[size] = null;
  }

  boolean isLargerThan(int atomBytes) {
    return size > 1 && (long) size * ROW_BYTES + valueBytes > atomBytes;
  }

  /**
   * Moves the upper rows to a new atom. Rows that came in key order leave full atoms behind: then
   * only the last row moves.
   */
  Atom split(int newId, long lastWrittenKey) {
    int from = keys[size - 1] == lastWrittenKey ? size - 1 : size / 2;
    Atom upper =
        new Atom(
            newId,
            table,
            sequence,
            Arrays.copyOfRange(keys, from, size),
            Arrays.copyOfRange(values, from, size));
    Arrays.fill(values, from, size, null);
    size = from;
    valueBytes -= upper.valueBytes;
    return upper;
  }

  /** Bytes of heap, roughly. */
  long memoryBytes() {
    return OBJECT_BYTES + (long) size * ROW_OBJECT_BYTES + valueBytes;
  }
}
