package io.nuodb.backup.simulator.domain.te;

import io.nuodb.backup.simulator.domain.http.HttpError;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The open transactions of a transaction engine, bounded in number, size and idle time. */
final class Transactions {
  /** NuoDB's ids grow by 128; the lower bits name the node that assigned them. */
  private static final int ID_STEP = 128;

  private static final int MAX_OPEN = 10_000;
  private static final long MAX_OPEN_BYTES = 16L << 20;
  private static final int ROW_OVERHEAD_BYTES = 64;
  private static final Duration MAX_IDLE = Duration.ofMinutes(10);

  private final Clock clock;
  private final Map<Long, OpenTransaction> open = new HashMap<>();
  private long openBytes;
  private long nextId;
  private long lastSequence;
  private boolean accepting;

  Transactions(Clock clock) {
    this.clock = clock;
  }

  /**
   * Starts to accept transactions.
   *
   * @param nodeId of this transaction engine
   * @param lastTransactionId new ids are higher
   * @param sequence of the last commit, visible to the first transactions
   */
  synchronized void start(int nodeId, long lastTransactionId, long sequence) {
    nextId = Math.max(nextId, (lastTransactionId / ID_STEP + 1) * ID_STEP + nodeId);
    lastSequence = sequence;
    accepting = true;
  }

  /** Rolls back every open transaction, since no storage manager is RUNNING any more. */
  synchronized void stop() {
    accepting = false;
    open.clear();
    openBytes = 0;
  }

  synchronized long begin() {
    if (!accepting) {
      throw HttpError.unavailable("No RUNNING storage manager");
    }
    rollBackIdle();
    if (open.size() >= MAX_OPEN) {
      throw HttpError.unavailable("Too many open transactions, the limit is " + MAX_OPEN);
    }
    long id = nextId;
    nextId += ID_STEP;
    open.put(id, new OpenTransaction(id, lastSequence, clock.instant()));
    return id;
  }

  synchronized void write(long id, String table, Map<Long, String> rows) {
    OpenTransaction transaction = usable(id);
    long bytes = 0;
    for (String value : rows.values()) {
      bytes += ROW_OVERHEAD_BYTES + (value == null ? 0 : value.length());
    }
    if (openBytes + bytes > MAX_OPEN_BYTES) {
      throw new HttpError(
          413,
          List.of("Uncommitted writes exceed " + MAX_OPEN_BYTES + " bytes, commit more often"));
    }
    openBytes += bytes;
    transaction.write(table, rows, bytes, clock.instant());
  }

  /**
   * The transaction takes no more writes, and stays open until its commit is {@link #end ended}.
   */
  synchronized OpenTransaction startCommit(long id) {
    OpenTransaction transaction = usable(id);
    transaction.startCommit();
    return transaction;
  }

  synchronized void rollBack(long id) {
    end(usable(id));
  }

  synchronized void end(OpenTransaction transaction) {
    if (open.remove(transaction.id(), transaction)) {
      openBytes -= transaction.bytes();
    }
  }

  /** Makes commits up to the sequence visible to transactions that begin from now on. */
  synchronized void committed(long sequence) {
    lastSequence = sequence;
  }

  /** No open or later transaction has a snapshot before this sequence. */
  synchronized long oldestSnapshot() {
    return open.values().stream()
        .mapToLong(OpenTransaction::snapshotSequence)
        .min()
        .orElse(lastSequence);
  }

  private OpenTransaction usable(long id) {
    OpenTransaction transaction = open.get(id);
    if (transaction == null) {
      throw HttpError.notFound("No open transaction " + id);
    }
    if (transaction.committing()) {
      throw HttpError.conflict("Transaction " + id + " is being committed");
    }
    return transaction;
  }

  private void rollBackIdle() {
    Instant limit = clock.instant().minus(MAX_IDLE);
    open.values().stream()
        .filter(transaction -> transaction.idleSince(limit))
        .toList()
        .forEach(this::end);
  }
}
