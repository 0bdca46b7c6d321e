package io.nuodb.backup.simulator.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The root atom's content: which atom holds which keys of which table. Not thread-safe. */
final class Directory {
  private static final int ENTRY_BYTES = Long.BYTES + Integer.BYTES;

  /** By table, the atom ids by their first key; a table's first atom begins at the lowest key. */
  private final TreeMap<String, TreeMap<Long, Integer>> tables = new TreeMap<>();

  private int nextAtomId = ArchiveLayout.ROOT_ATOM + 1;

  static Directory decode(byte[] sealed) {
    Directory directory = new Directory();
    ByteBuffer content = AtomFile.contentOf(sealed);
    directory.nextAtomId = content.getInt();
    int tableCount = content.getInt();
    for (int i = 0; i < tableCount; i++) {
      byte[] name = new byte[content.getShort()];
      content.get(name);
      int atoms = content.getInt();
      TreeMap<Long, Integer> ranges = new TreeMap<>();
      for (int j = 0; j < atoms; j++) {
        ranges.put(content.getLong(), content.getInt());
      }
      directory.tables.put(new String(name, StandardCharsets.UTF_8), ranges);
    }
    return directory;
  }

  byte[] encode(long sequence) {
    int contentBytes = 2 * Integer.BYTES;
    for (Map.Entry<String, TreeMap<Long, Integer>> table : tables.entrySet()) {
      contentBytes += Short.BYTES + table.getKey().getBytes(StandardCharsets.UTF_8).length;
      contentBytes += Integer.BYTES + table.getValue().size() * ENTRY_BYTES;
    }
    ByteBuffer buffer = AtomFile.begin(ArchiveLayout.ROOT_ATOM, sequence, contentBytes);
    buffer.putInt(nextAtomId).putInt(tables.size());
    tables.forEach(
        (name, ranges) -> {
          byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
          buffer.putShort((short) bytes.length).put(bytes).putInt(ranges.size());
          ranges.forEach((firstKey, atomId) -> buffer.putLong(firstKey).putInt(atomId));
        });
    return AtomFile.seal(buffer);
  }

  SortedSet<String> tables() {
    return Collections.unmodifiableSortedSet(new TreeSet<>(tables.keySet()));
  }

  /**
   * The atom responsible for a key, whether it has a row or not; empty when there is no such table.
   */
  Optional<KeyRange> range(String table, long key) {
    TreeMap<Long, Integer> ranges = tables.get(table);
    if (ranges == null) {
      return Optional.empty();
    }
    Map.Entry<Long, Integer> entry = ranges.floorEntry(key);
    Long next = ranges.higherKey(key);
    long last = next == null ? Long.MAX_VALUE : next - 1;
    return Optional.of(new KeyRange(entry.getValue(), entry.getKey(), last));
  }

  /** Registers a new table's first atom and returns its id. */
  int addTable(String table) {
    TreeMap<Long, Integer> ranges = new TreeMap<>();
    ranges.put(Long.MIN_VALUE, nextAtomId);
    tables.put(table, ranges);
    return nextAtomId++;
  }

  int nextAtomId() {
    return nextAtomId;
  }

  /** Registers the upper part of a split atom. */
  void addRange(String table, long firstKey, int atomId) {
    tables.get(table).put(firstKey, atomId);
    nextAtomId = Math.max(nextAtomId, atomId + 1);
  }
}
