package io.nuodb.backup.simulator.domain.te;

import io.nuodb.backup.simulator.domain.http.HttpError;
import io.nuodb.backup.simulator.domain.replication.Directive;
import io.nuodb.backup.simulator.domain.replication.StorageManagerReport;
import io.nuodb.backup.simulator.domain.te.Session.Member;
import io.nuodb.backup.simulator.store.Commit;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/**
 * Puts commits and changes of the membership into one order, on one thread. Commits that wait
 * together are journaled together.
 */
final class CommitOrder implements AutoCloseable {
  private static final int MAX_BATCH_COMMITS = 500;
  private static final long MAX_BATCH_BYTES = 4 << 20;

  private record PendingCommit(
      OpenTransaction transaction, CompletableFuture<Committed> acknowledgement) {}

  private final Transactions transactions;
  private final Replication replication;
  private final IntSupplier nodeId;
  private final BooleanSupplier databaseHasRun;
  private final Clock clock;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().name("commit-order").factory());
  private final Queue<PendingCommit> pending = new ConcurrentLinkedQueue<>();
  private final LastWrites lastWrites = new LastWrites();
  private final Candidates candidates;
  private Instant lastCommitTime = Instant.EPOCH;
  private boolean hasFormed;

  /**
   * @param databaseHasRun whether any storage manager of the database was ever RUNNING
   */
  CommitOrder(
      Transactions transactions,
      Replication replication,
      IntSupplier nodeId,
      BooleanSupplier databaseHasRun,
      Clock clock) {
    this.transactions = transactions;
    this.replication = replication;
    this.nodeId = nodeId;
    this.databaseHasRun = databaseHasRun;
    this.clock = clock;
    this.candidates = new Candidates(clock);
  }

  /** Returns once every RUNNING storage manager has journaled the transaction. */
  Committed commit(long transactionId) throws InterruptedException {
    PendingCommit commit =
        new PendingCommit(transactions.startCommit(transactionId), new CompletableFuture<>());
    pending.add(commit);
    thread.execute(this::commitPending);
    return await(commit.acknowledgement());
  }

  /** Hears a storage manager and tells it what to do. */
  Directive report(StorageManagerReport report) throws InterruptedException {
    return await(thread.submit(() -> directive(report)));
  }

  /** Makes a storage manager that has synchronized a member. */
  Directive join(String archiveUid) throws InterruptedException {
    return await(thread.submit(() -> joined(archiveUid)));
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  private void commitPending() {
    Optional<Session> session = replication.session();
    if (session.isEmpty()) {
      for (PendingCommit next = pending.poll(); next != null; next = pending.poll()) {
        refuse(next, HttpError.unavailable("No RUNNING storage manager"));
      }
      return;
    }
    List<PendingCommit> batch = new ArrayList<>();
    List<Commit> commits = new ArrayList<>();
    long bytes = 0;
    long sequence = session.get().lastSequence();
    while (batch.size() < MAX_BATCH_COMMITS && bytes < MAX_BATCH_BYTES && !pending.isEmpty()) {
      PendingCommit next = pending.remove();
      OpenTransaction transaction = next.transaction();
      if (lastWrites.conflicts(transaction.changes(), transaction.snapshotSequence())) {
        String reason = "Update conflict: a row was changed after this transaction began";
        refuse(next, HttpError.conflict(reason));
        continue;
      }
      sequence++;
      lastWrites.record(transaction.changes(), sequence);
      batch.add(next);
      commits.add(commit(transaction, sequence));
      bytes += transaction.bytes();
    }
    if (!batch.isEmpty()) {
      journal(batch, commits);
    }
  }

  private Commit commit(OpenTransaction transaction, long sequence) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    lastCommitTime = now.isAfter(lastCommitTime) ? now : lastCommitTime;
    return new Commit(
        transaction.id(),
        sequence,
        transaction.snapshotSequence(),
        lastCommitTime,
        transaction.changes());
  }

  private void journal(List<PendingCommit> batch, List<Commit> commits) {
    boolean journaled;
    try {
      journaled = replication.journal(commits);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      journaled = false;
    }
    if (!journaled) {
      rollBackAll();
      HttpError error =
          HttpError.unavailable(
              "No RUNNING storage manager left", "it is unknown whether the commit will be found");
      batch.forEach(commit -> refuse(commit, error));
      return;
    }
    transactions.committed(commits.getLast().sequence());
    for (int i = 0; i < batch.size(); i++) {
      Commit commit = commits.get(i);
      transactions.end(batch.get(i).transaction());
      batch
          .get(i)
          .acknowledgement()
          .complete(new Committed(commit.transactionId(), commit.sequence(), commit.commitTime()));
    }
    lastWrites.forgetUpTo(transactions.oldestSnapshot());
  }

  private void refuse(PendingCommit commit, HttpError error) {
    transactions.end(commit.transaction());
    commit.acknowledgement().completeExceptionally(error);
  }

  private Directive directive(StorageManagerReport report) throws InterruptedException {
    candidates.heard(report);
    Optional<Session> session = replication.session();
    if (session.isPresent()) {
      Member member = session.get().members().get(report.archiveUid());
      if (member != null && takesPart(session.get(), member, report)) {
        return Directive.run();
      }
      if (member != null) {
        replication.exclude(member);
      }
    }
    return syncOrForm(report);
  }

  /** A report from before the session's newest membership was under way when that was recorded. */
  private static boolean takesPart(Session session, Member member, StorageManagerReport report) {
    boolean outdated = report.membership().epoch() < session.epoch();
    return member.startId() == report.startId()
        && (outdated || session.id().equals(report.session()));
  }

  private Directive syncOrForm(StorageManagerReport asking) throws InterruptedException {
    Optional<Session> session = replication.session();
    if (session.isPresent()) {
      return Directive.sync(source(session.get()).url());
    }
    rollBackAll();
    return form(asking);
  }

  private Directive form(StorageManagerReport asking) {
    boolean hasRun = hasFormed || databaseHasRun.getAsBoolean();
    return switch (Formation.decide(candidates.present(), hasRun)) {
      case Formation.Wait wait -> Directive.waitFor(wait.reason());
      case Formation.Form formation -> {
        replication.form(formation);
        candidates.clear();
        if (replication.session().isEmpty()) {
          yield Directive.waitFor("the storage managers have changed since they reported");
        }
        hasFormed = true;
        Session formed = replication.session().get();
        transactions.start(nodeId.getAsInt(), lastTransactionId(formation), formed.lastSequence());
        yield formed.members().containsKey(asking.archiveUid())
            ? Directive.run()
            : Directive.sync(formed.members().firstEntry().getValue().url());
      }
    };
  }

  /** The member to SYNC from: one that reported lately, since a silent one may have gone. */
  private Member source(Session session) {
    return candidates.present().stream()
        .map(report -> session.members().get(report.archiveUid()))
        .filter(Objects::nonNull)
        .findFirst()
        .orElseGet(() -> session.members().firstEntry().getValue());
  }

  private static long lastTransactionId(Formation.Form formation) {
    return formation.witnesses().stream()
        .mapToLong(StorageManagerReport::lastTransactionId)
        .max()
        .orElseThrow();
  }

  private Directive joined(String archiveUid) throws InterruptedException {
    Optional<StorageManagerReport> candidate = candidates.of(archiveUid);
    if (replication.session().isEmpty() || candidate.isEmpty()) {
      return Directive.waitFor("nobody is RUNNING any more to SYNC from");
    }
    try {
      replication.join(candidate.get(), source(replication.session().get()));
      return replication.session().isPresent()
          ? Directive.run()
          : Directive.waitFor("everybody else has gone during the SYNC");
    } catch (IOException | HttpError e) {
      return Directive.waitFor("the final pass of the SYNC failed: " + e.getMessage());
    }
  }

  private void rollBackAll() {
    transactions.stop();
    lastWrites.clear();
  }

  private static <T> T await(Future<T> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof HttpError error
          ? error
          : new IllegalStateException(e.getCause());
    }
  }
}
