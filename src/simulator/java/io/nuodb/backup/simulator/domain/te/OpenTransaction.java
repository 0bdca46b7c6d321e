package io.nuodb.backup.simulator.domain.te;

import io.nuodb.backup.simulator.store.RowChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A transaction that has begun and not ended. Its writes exist here only. */
final class OpenTransaction {
  private final long id;
  private final long snapshotSequence;
  private final List<RowChange> changes = new ArrayList<>();
  private Instant lastUse;
  private long bytes;
  private boolean committing;

  OpenTransaction(long id, long snapshotSequence, Instant begin) {
    this.id = id;
    this.snapshotSequence = snapshotSequence;
    this.lastUse = begin;
  }

  long id() {
    return id;
  }

  /** Sequence of the last commit that this transaction sees. */
  long snapshotSequence() {
    return snapshotSequence;
  }

  List<RowChange> changes() {
    return changes;
  }

  /** Approximate heap that the writes take. */
  long bytes() {
    return bytes;
  }

  boolean committing() {
    return committing;
  }

  void startCommit() {
    committing = true;
  }

  boolean idleSince(Instant time) {
    return !committing && lastUse.isBefore(time);
  }

  void write(String table, Map<Long, String> rows, long rowBytes, Instant now) {
    rows.forEach((key, value) -> changes.add(new RowChange(table, key, value)));
    bytes += rowBytes;
    lastUse = now;
  }
}
