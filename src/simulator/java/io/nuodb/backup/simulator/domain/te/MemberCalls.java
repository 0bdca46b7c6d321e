package io.nuodb.backup.simulator.domain.te;

import io.nuodb.backup.simulator.domain.http.HttpError;
import io.nuodb.backup.simulator.domain.http.JsonClient;
import io.nuodb.backup.simulator.domain.replication.CommitBatch;
import io.nuodb.backup.simulator.domain.replication.FinalPass;
import io.nuodb.backup.simulator.domain.replication.MembershipChange;
import io.nuodb.backup.simulator.domain.replication.StorageManagerReport;
import io.nuodb.backup.simulator.domain.te.Session.Member;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What a transaction engine asks of storage managers, of all members at once where it matters. */
final class MemberCalls implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(MemberCalls.class.getName());

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final JsonClient client;
  private final Duration finalPassTimeout;

  /**
   * @param answerTimeout how long a storage manager may take to journal commits
   * @param finalPassTimeout how long commits may be held back for a SYNC's final pass
   */
  MemberCalls(Duration answerTimeout, Duration finalPassTimeout) {
    this.client = new JsonClient(answerTimeout);
    this.finalPassTimeout = finalPassTimeout;
  }

  /** Returns the members that journaled the batch. */
  List<Member> journal(Collection<Member> members, CommitBatch batch) throws InterruptedException {
    return answering(members, member -> postCommits(member, batch));
  }

  /** Returns the members that recorded the change. */
  List<Member> record(Collection<Member> members, MembershipChange change)
      throws InterruptedException {
    return answering(members, member -> record(member, change));
  }

  void record(Member member, MembershipChange change) throws IOException {
    client.post(member.url() + "/replication/membership", change, Void.class);
  }

  /** Returns what the storage manager reports after it has everything the source has. */
  StorageManagerReport finalPass(Member member, String sourceUrl) throws IOException {
    return client.post(
        member.url() + "/replication/finalPass",
        new FinalPass(sourceUrl),
        StorageManagerReport.class,
        finalPassTimeout);
  }

  @Override
  public void close() {
    threads.shutdownNow();
    client.close();
  }

  /** Journaling a batch again does nothing, so a broken connection is tried once more. */
  private void postCommits(Member member, CommitBatch batch) throws IOException {
    String url = member.url() + "/replication/commits";
    try {
      client.post(url, batch, Void.class);
    } catch (ConnectException e) {
      throw e;
    } catch (IOException e) {
      client.post(url, batch, Void.class);
    }
  }

  private List<Member> answering(Collection<Member> members, Call call)
      throws InterruptedException {
    List<Member> asked = List.copyOf(members);
    List<Callable<Void>> calls = new ArrayList<>();
    for (Member member : asked) {
      calls.add(
          () -> {
            call.make(member);
            return null;
          });
    }
    List<Future<Void>> answers = threads.invokeAll(calls);
    List<Member> answering = new ArrayList<>();
    for (int i = 0; i < asked.size(); i++) {
      try {
        answers.get(i).get();
        answering.add(asked.get(i));
      } catch (ExecutionException e) {
        String reason =
            e.getCause() instanceof HttpError error ? error.getMessage() : e.getCause().toString();
        LOG.log(Level.WARNING, "Storage manager {0}: {1}", asked.get(i), reason);
      }
    }
    return answering;
  }

  @FunctionalInterface
  private interface Call {
    void make(Member member) throws IOException;
  }
}
