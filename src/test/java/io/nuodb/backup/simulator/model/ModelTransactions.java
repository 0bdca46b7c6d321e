package io.nuodb.backup.simulator.model;

import io.nuodb.backup.simulator.store.Commit;
import io.nuodb.backup.simulator.store.ModelDatabase;
import io.nuodb.backup.simulator.store.RowChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Overlapping transactions, the one order of their commits, and the rows that result. */
final class ModelTransactions {
  private static final Instant EPOCH = Instant.parse("2026-04-18T20:58:15.250Z");

  private record Open(long id, long snapshot, List<RowChange> changes) {}

  private final List<Open> open = new ArrayList<>();
  private final List<Long> rolledBack = new ArrayList<>();
  private final List<Commit> commits = new ArrayList<>();
  private final ModelDatabase rows = new ModelDatabase();
  private long lastId;

  void begin() {
    lastId += 128;
    open.add(new Open(lastId, last(), new ArrayList<>()));
  }

  /** Returns how many transactions run. */
  int running() {
    return open.size();
  }

  void write(int transaction, List<RowChange> changes) {
    open.get(transaction).changes().addAll(changes);
  }

  void rollback(int transaction) {
    rolledBack.add(open.remove(transaction).id());
  }

  /** Commits next, whatever began when. */
  Commit commit(int transaction) {
    Open committed = open.remove(transaction);
    long sequence = last() + 1;
    Commit commit =
        new Commit(
            committed.id(),
            sequence,
            committed.snapshot(),
            EPOCH.plusMillis(700 * sequence),
            committed.changes());
    commits.add(commit);
    rows.add(commit);
    return commit;
  }

  long last() {
    return commits.size();
  }

  Commit at(long sequence) {
    return commits.get(Math.toIntExact(sequence - 1));
  }

  /** The commits behind one, through another. */
  List<Commit> between(long after, long through) {
    return commits.subList(Math.toIntExact(after), Math.toIntExact(through));
  }

  Map<String, Map<Long, String>> rowsAt(long sequence) {
    return rows.rowsAt(sequence);
  }

  /** The rows that a transaction saw and left, when it began to see others at a commit. */
  Map<String, Map<Long, String>> rowsAt(long visible, Commit transaction) {
    ModelDatabase seen = new ModelDatabase();
    between(0, visible).forEach(seen::add);
    seen.add(transaction);
    return seen.rowsAt(seen.lastSequence());
  }

  /** The ids of transactions that run or were rolled back. */
  List<Long> uncommitted() {
    List<Long> ids = new ArrayList<>(rolledBack);
    open.forEach(transaction -> ids.add(transaction.id()));
    return ids;
  }
}
