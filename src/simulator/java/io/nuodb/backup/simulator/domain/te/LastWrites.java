package io.nuodb.backup.simulator.domain.te;

import io.nuodb.backup.simulator.store.RowChange;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which commit wrote each row last, as far back as open transactions need it: the first committer
 * wins, so a transaction that writes a row written since its snapshot is refused.
 */
final class LastWrites {
  private record RowId(String table, long key) {}

  /** In the order of the sequences. */
  private final Map<RowId, Long> sequences = new LinkedHashMap<>();

  boolean conflicts(List<RowChange> changes, long snapshotSequence) {
    return changes.stream()
        .map(LastWrites::rowId)
        .anyMatch(row -> sequences.getOrDefault(row, 0L) > snapshotSequence);
  }

  void record(List<RowChange> changes, long sequence) {
    for (RowId row : new HashSet<>(changes.stream().map(LastWrites::rowId).toList())) {
      sequences.remove(row);
      sequences.put(row, sequence);
    }
  }

  /** Forgets the commits that every open and later transaction sees. */
  void forgetUpTo(long sequence) {
    var oldest = sequences.values().iterator();
    while (oldest.hasNext() && oldest.next() <= sequence) {
      oldest.remove();
    }
  }

  void clear() {
    sequences.clear();
  }

  private static RowId rowId(RowChange change) {
    return new RowId(change.table(), change.key());
  }
}
