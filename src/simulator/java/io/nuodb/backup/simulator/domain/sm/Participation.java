package io.nuodb.backup.simulator.domain.sm;

import io.nuodb.backup.simulator.domain.admin.AdminLink.TransactionEngineAddress;
import io.nuodb.backup.simulator.domain.admin.EngineState;
import io.nuodb.backup.simulator.domain.admin.Heartbeat;
import io.nuodb.backup.simulator.domain.http.HttpError;
import io.nuodb.backup.simulator.domain.http.JsonClient;
import io.nuodb.backup.simulator.domain.replication.Directive;
import io.nuodb.backup.simulator.domain.replication.StorageManagerReport;
import io.nuodb.backup.simulator.domain.sm.RemoteAtomSource.SourceUnavailableException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;

/**
 * Follows the domain's transaction engine: reports to it again and again, and waits, synchronizes
 * or runs as it says.
 */
final class Participation {
  private static final System.Logger LOG = System.getLogger(Participation.class.getName());
  private static final Duration JOIN_TIMEOUT = Duration.ofSeconds(90);

  /**
   * The first pass copies what changed since this archive was RUNNING, the second what changed
   * during the first, so that little is left for the final pass, which holds commits back.
   */
  private static final int UNLOCKED_PASSES = 2;

  private final Replica replica;
  private final Heartbeat heartbeat;
  private final JsonClient client;
  private final String dbName;
  private final String url;
  private Optional<TransactionEngineAddress> transactionEngine = Optional.empty();
  private String lastReason = "";

  Participation(
      Replica replica, Heartbeat heartbeat, JsonClient client, String dbName, String url) {
    this.replica = replica;
    this.heartbeat = heartbeat;
    this.client = client;
    this.dbName = dbName;
    this.url = url;
  }

  /**
   * Reports once and does what the transaction engine says.
   *
   * @throws IOException when the own archive failed
   */
  void step() throws IOException {
    try {
      transactionEngine = heartbeat.admin().transactionEngine(dbName);
    } catch (IOException | HttpError e) {
      LOG.log(Level.DEBUG, "The admin does not answer, keeping to the known transaction engine", e);
    }
    if (transactionEngine.isEmpty()) {
      waitFor("a transaction engine");
      return;
    }
    replica.follow(transactionEngine.get().startId());
    StorageManagerReport report = replica.report(heartbeat.registration().startId(), url);
    obey(ask("/storageManagers", report));
  }

  private void obey(Optional<Directive> directive) throws IOException {
    if (directive.isEmpty()) {
      return;
    }
    switch (directive.get().action()) {
      case WAIT -> {
        become(EngineState.STARTING_UP);
        waitFor(directive.get().reason());
      }
      case RUN -> {
        if (replica.inSession()) {
          become(EngineState.RUNNING);
        }
      }
      case SYNC -> synchronizeAndJoin(directive.get().sourceUrl());
    }
  }

  private void synchronizeAndJoin(String sourceUrl) throws IOException {
    become(EngineState.SYNCING);
    try {
      for (int pass = 1; pass <= UNLOCKED_PASSES; pass++) {
        synchronizeFrom(sourceUrl);
      }
    } catch (SourceUnavailableException e) {
      waitFor(e.getMessage());
      return;
    }
    String archiveUid = replica.report(heartbeat.registration().startId(), url).archiveUid();
    obey(ask("/storageManagers/" + archiveUid + "/join", null));
  }

  /** One pass of a SYNC: copies the atoms that differ from the source's now. */
  void synchronizeFrom(String sourceUrl) throws IOException {
    try (RemoteAtomSource source = new RemoteAtomSource(client, sourceUrl)) {
      replica.synchronizeFrom(source);
    }
  }

  private Optional<Directive> ask(String path, Object body) {
    String te = transactionEngine.orElseThrow().url();
    try {
      return Optional.of(client.post(te + path, body, Directive.class, JOIN_TIMEOUT));
    } catch (IOException | HttpError e) {
      waitFor("the transaction engine at " + te + ": " + e);
      return Optional.empty();
    }
  }

  private void become(EngineState state) {
    if (replica.setState(state)) {
      LOG.log(Level.INFO, "State {0}", state);
      heartbeat.report();
      if (state == EngineState.RUNNING) {
        lastReason = "";
      }
    }
  }

  private void waitFor(String reason) {
    if (!reason.equals(lastReason)) {
      LOG.log(Level.INFO, "Waiting: {0}", reason);
      lastReason = reason;
    }
  }
}
