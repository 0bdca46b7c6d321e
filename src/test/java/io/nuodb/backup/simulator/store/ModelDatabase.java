package io.nuodb.backup.simulator.store;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a store should hold: every commit ever made, and the rows after any of them. */
public final class ModelDatabase {
  private static final Instant EPOCH = Instant.parse("2026-04-18T20:58:15Z");

  private final List<Commit> commits = new ArrayList<>();

  /** Makes the next commit of these changes. */
  public synchronized Commit next(List<RowChange> changes) {
    long sequence = commits.size() + 1;
    return new Commit(
        6530 + 128 * sequence, sequence, sequence - 1, EPOCH.plusSeconds(sequence), changes);
  }

  public synchronized void add(Commit commit) {
    commits.add(commit);
  }

  public synchronized long lastSequence() {
    return commits.size();
  }

  /** Returns the rows after a commit, by table and key. */
  public synchronized Map<String, Map<Long, String>> rowsAt(long sequence) {
    Map<String, Map<Long, String>> tables = new TreeMap<>();
    for (Commit commit : commits.subList(0, Math.toIntExact(sequence))) {
      for (RowChange change : commit.changes()) {
        if (change.deletes()) {
          tables.getOrDefault(change.table(), new TreeMap<>()).remove(change.key());
        } else {
          tables
              .computeIfAbsent(change.table(), table -> new TreeMap<>())
              .put(change.key(), change.value());
        }
      }
    }
    return tables;
  }

  /** Returns the rows that a store holds, in the shape of {@link #rowsAt}. */
  public static Map<String, Map<Long, String>> rowsOf(Store store) throws IOException {
    Map<String, Map<Long, String>> tables = new TreeMap<>();
    for (String table : store.tables()) {
      Map<Long, String> rows = new TreeMap<>();
      for (Row row : store.rows(table, Long.MIN_VALUE, Integer.MAX_VALUE)) {
        if (rows.put(row.key(), row.value()) != null) {
          throw new IllegalStateException("Row " + row.key() + " came twice");
        }
      }
      tables.put(table, rows);
    }
    return tables;
  }
}
