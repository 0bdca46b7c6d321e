package io.nuodb.backup.simulator.backup;

import java.util.Map;
import java.util.TreeMap;

/** A set of commit sequences, small as long as they are mostly contiguous. */
final class CommitRanges {
  private final TreeMap<Long, Long> lastByFirst = new TreeMap<>();

  void add(long sequence) {
    if (containsAll(sequence, sequence)) {
      return;
    }
    Map.Entry<Long, Long> before = lastByFirst.lowerEntry(sequence);
    boolean joinsBefore = before != null && before.getValue() == sequence - 1;
    Long lastBehind = lastByFirst.remove(sequence + 1);
    lastByFirst.put(
        joinsBefore ? before.getKey() : sequence, lastBehind != null ? lastBehind : sequence);
  }

  /** True for an empty range, whose last is before its first. */
  boolean containsAll(long first, long last) {
    Map.Entry<Long, Long> range = lastByFirst.floorEntry(first);
    return first > last || (range != null && range.getValue() >= last);
  }
}
