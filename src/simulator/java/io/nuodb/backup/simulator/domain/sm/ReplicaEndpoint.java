package io.nuodb.backup.simulator.domain.sm;

import io.nuodb.backup.simulator.domain.admin.Heartbeat;
import io.nuodb.backup.simulator.domain.http.HttpError;
import io.nuodb.backup.simulator.domain.http.HttpService;
import io.nuodb.backup.simulator.domain.http.Request;
import io.nuodb.backup.simulator.domain.replication.CommitBatch;
import io.nuodb.backup.simulator.domain.replication.FinalPass;
import io.nuodb.backup.simulator.domain.replication.MembershipChange;
import io.nuodb.backup.simulator.domain.sm.RemoteAtomSource.SourceUnavailableException;
import java.io.IOException;
import java.util.function.Consumer;

/** What the transaction engine asks of a storage manager. */
final class ReplicaEndpoint {
  private static final int MAX_ROWS = 10_000;

  private final Replica replica;
  private final Participation participation;
  private final Heartbeat heartbeat;
  private final String url;
  private final Consumer<Exception> failed;

  /**
   * @param failed told when the archive or journal cannot be written
   */
  ReplicaEndpoint(
      Replica replica,
      Participation participation,
      Heartbeat heartbeat,
      String url,
      Consumer<Exception> failed) {
    this.replica = replica;
    this.participation = participation;
    this.heartbeat = heartbeat;
    this.url = url;
    this.failed = failed;
  }

  void addTo(HttpService service) {
    service
        .route("POST", "/replication/commits", this::journal)
        .route("POST", "/replication/membership", this::recordMembership)
        .route("POST", "/replication/finalPass", this::finalPass)
        .route("GET", "/tables", request -> replica.tables())
        .route("GET", "/tables/{table}/rows", this::rows);
  }

  private Object journal(Request request) throws IOException {
    CommitBatch batch = request.body(CommitBatch.class);
    return failing(() -> replica.journal(batch));
  }

  private Object recordMembership(Request request) throws IOException {
    MembershipChange change = request.body(MembershipChange.class);
    return failing(() -> replica.recordMembership(change));
  }

  private Object finalPass(Request request) throws IOException {
    String sourceUrl = request.body(FinalPass.class).sourceUrl();
    try {
      failing(() -> participation.synchronizeFrom(sourceUrl));
    } catch (SourceUnavailableException e) {
      throw HttpError.unavailable(e.getMessage());
    }
    return replica.report(heartbeat.registration().startId(), url);
  }

  private Object rows(Request request) throws IOException {
    long from = Long.parseLong(request.requiredQuery("from"));
    int limit = Math.clamp(request.intQuery("limit").orElse(MAX_ROWS), 1, MAX_ROWS);
    return replica.rows(request.path("table"), from, limit);
  }

  /** A storage manager that cannot write ends, so that the database goes on with the others. */
  private Object failing(Write write) throws IOException {
    try {
      write.run();
      return null;
    } catch (SourceUnavailableException | HttpError e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      failed.accept(e);
      throw e;
    }
  }

  @FunctionalInterface
  private interface Write {
    void run() throws IOException;
  }
}
