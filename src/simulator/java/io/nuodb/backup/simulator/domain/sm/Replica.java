package io.nuodb.backup.simulator.domain.sm;

import io.nuodb.backup.simulator.domain.admin.EngineState;
import io.nuodb.backup.simulator.domain.http.HttpError;
import io.nuodb.backup.simulator.domain.replication.CommitBatch;
import io.nuodb.backup.simulator.domain.replication.MembershipChange;
import io.nuodb.backup.simulator.domain.replication.Rows;
import io.nuodb.backup.simulator.domain.replication.StorageManagerReport;
import io.nuodb.backup.simulator.store.AtomSource;
import io.nuodb.backup.simulator.store.Commit;
import io.nuodb.backup.simulator.store.Row;
import io.nuodb.backup.simulator.store.Store;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The archive as a member of the domain: what the transaction engine writes goes through here. It
 * takes part in one session of one transaction engine at a time; whatever another one sends late is
 * refused.
 */
final class Replica {
  private final Store store;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile EngineState state = EngineState.STARTING_UP;
  private volatile boolean synchronizing;
  private int transactionEngine = -1;
  private UUID session;

  Replica(Store store) {
    this.store = store;
  }

  EngineState state() {
    return state;
  }

  /** Returns whether this is a change. */
  boolean setState(EngineState newState) {
    boolean changed = state != newState;
    state = newState;
    return changed;
  }

  /**
   * Leaves the session of any other transaction engine, so that the archive stays as it is until
   * this one addresses it.
   *
   * @param startId of the transaction engine
   */
  void follow(int startId) {
    lock.lock();
    try {
      if (transactionEngine != startId) {
        transactionEngine = startId;
        session = null;
      }
    } finally {
      lock.unlock();
    }
  }

  StorageManagerReport report(int startId, String url) {
    lock.lock();
    try {
      return new StorageManagerReport(
          startId,
          store.archiveUid().toString(),
          url,
          session,
          store.membership(),
          store.lastSequence(),
          store.lastTransactionId(),
          store.needsSync());
    } finally {
      lock.unlock();
    }
  }

  /** Leaves the session, as if the network had been gone for a while: SYNC follows. */
  void leave() {
    lock.lock();
    try {
      session = null;
    } finally {
      lock.unlock();
    }
  }

  boolean inSession() {
    lock.lock();
    try {
      return session != null;
    } finally {
      lock.unlock();
    }
  }

  /** Durable when it returns. Commits that are here already are skipped. */
  void journal(CommitBatch batch) throws IOException {
    refuseWhileSynchronizing();
    lock.lock();
    try {
      if (!batch.session().equals(session)) {
        throw HttpError.conflict("This storage manager takes part in another session");
      }
      long last = store.lastSequence();
      List<Commit> missing =
          batch.commits().stream().filter(commit -> commit.sequence() > last).toList();
      if (missing.isEmpty()) {
        return;
      }
      if (missing.getFirst().sequence() != last + 1) {
        throw HttpError.conflict("The commits after sequence " + last + " are missing");
      }
      store.applyAll(missing);
    } finally {
      lock.unlock();
    }
  }

  /** Durable when it returns. */
  void recordMembership(MembershipChange change) throws IOException {
    refuseWhileSynchronizing();
    lock.lock();
    try {
      long epoch = store.membership().epoch();
      if (epoch != change.expectedEpoch() || store.lastSequence() != change.expectedSequence()) {
        throw HttpError.conflict(
            "The membership change is outdated: this archive is at epoch "
                + epoch
                + ", sequence "
                + store.lastSequence());
      }
      store.recordMembership(change.membership());
      session = change.session();
    } finally {
      lock.unlock();
    }
  }

  /** Copies every atom that differs from the source's. */
  void synchronizeFrom(AtomSource source) throws IOException {
    lock.lock();
    try {
      session = null;
      synchronizing = true;
      store.synchronizeFrom(source);
    } finally {
      synchronizing = false;
      lock.unlock();
    }
  }

  List<String> tables() {
    return List.copyOf(store.tables());
  }

  Rows rows(String table, long from, int limit) throws IOException {
    lock.lock();
    try {
      List<Row> rows = store.rows(table, from, limit + 1);
      Map<Long, String> page = new LinkedHashMap<>();
      rows.stream().limit(limit).forEach(row -> page.put(row.key(), row.value()));
      Long next = rows.size() > limit ? rows.get(limit).key() : null;
      return new Rows(page, next, store.lastSequence());
    } finally {
      lock.unlock();
    }
  }

  private void refuseWhileSynchronizing() {
    if (synchronizing) {
      throw HttpError.conflict("This storage manager is synchronizing");
    }
  }
}
