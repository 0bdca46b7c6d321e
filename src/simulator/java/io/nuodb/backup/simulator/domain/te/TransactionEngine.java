package io.nuodb.backup.simulator.domain.te;

import io.nuodb.backup.simulator.domain.admin.EngineShutdown;
import io.nuodb.backup.simulator.domain.admin.EngineState;
import io.nuodb.backup.simulator.domain.admin.EngineStatus;
import io.nuodb.backup.simulator.domain.admin.EngineType;
import io.nuodb.backup.simulator.domain.admin.Heartbeat;
import io.nuodb.backup.simulator.domain.admin.ProcessSettings;
import io.nuodb.backup.simulator.domain.http.HttpError;
import io.nuodb.backup.simulator.domain.http.HttpService;
import io.nuodb.backup.simulator.domain.http.Request;
import io.nuodb.backup.simulator.domain.replication.StorageManagerReport;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * A transaction engine (TE): orders transactions and acknowledges a commit when every RUNNING
 * storage manager has journaled it. It keeps nothing on disk.
 */
public final class TransactionEngine implements AutoCloseable {
  private static final Duration FINAL_PASS_TIMEOUT = Duration.ofSeconds(60);

  private final CompletableFuture<Void> end = new CompletableFuture<>();
  private final MemberCalls calls;
  private final Replication replication;
  private final CommitOrder order;
  private final HttpService service;
  private final Heartbeat heartbeat;

  /**
   * Serves clients once the admin has registered it.
   *
   * @param answerTimeout how long a storage manager may take to journal commits before it is
   *     excluded
   */
  public TransactionEngine(ProcessSettings settings, Duration answerTimeout, Clock clock)
      throws IOException, InterruptedException {
    service = new HttpService(settings.port());
    calls = new MemberCalls(answerTimeout, FINAL_PASS_TIMEOUT);
    replication = new Replication(calls);
    heartbeat =
        new Heartbeat(
            settings.withPort(service.port()), EngineType.TE, () -> EngineStatus.of(state()));
    heartbeat.start();
    Transactions transactions = new Transactions(clock);
    order =
        new CommitOrder(
            transactions,
            replication,
            () -> heartbeat.registration().nodeId(),
            () -> heartbeat.registration().databaseHasRun(),
            clock);
    service
        .route("GET", "/ready", request -> ready())
        .route("POST", "/storageManagers", this::report)
        .route("POST", "/storageManagers/{archiveUid}/join", this::join);
    new EngineShutdown(end).addTo(service);
    new ClientApi(transactions, order, new Reads(replication)).addTo(service);
    service.start();
  }

  public int port() {
    return service.port();
  }

  /** Waits until the transaction engine is to end. */
  public void awaitEnd() {
    end.join();
  }

  @Override
  public void close() {
    heartbeat.close();
    service.close();
    order.close();
    calls.close();
  }

  private Object ready() {
    if (replication.session().isEmpty()) {
      throw HttpError.unavailable("No RUNNING storage manager");
    }
    return null;
  }

  private EngineState state() {
    return replication.session().isPresent() ? EngineState.RUNNING : EngineState.STARTING_UP;
  }

  private Object report(Request request) throws IOException, InterruptedException {
    return order.report(request.body(StorageManagerReport.class));
  }

  private Object join(Request request) throws InterruptedException {
    return order.join(request.path("archiveUid"));
  }
}
