package io.nuodb.backup.simulator.domain.sm;

import io.nuodb.backup.simulator.backup.HotCopies;
import io.nuodb.backup.simulator.domain.admin.ArchiveView;
import io.nuodb.backup.simulator.domain.admin.EngineShutdown;
import io.nuodb.backup.simulator.domain.admin.EngineState;
import io.nuodb.backup.simulator.domain.admin.EngineStatus;
import io.nuodb.backup.simulator.domain.admin.EngineStatus.ArchiveReport;
import io.nuodb.backup.simulator.domain.admin.EngineType;
import io.nuodb.backup.simulator.domain.admin.Heartbeat;
import io.nuodb.backup.simulator.domain.admin.ProcessSettings;
import io.nuodb.backup.simulator.domain.http.HttpError;
import io.nuodb.backup.simulator.domain.http.HttpService;
import io.nuodb.backup.simulator.domain.http.Json;
import io.nuodb.backup.simulator.domain.http.JsonClient;
import io.nuodb.backup.simulator.fault.ActiveFaults;
import io.nuodb.backup.simulator.fault.SmFaultsEndpoint;
import io.nuodb.backup.simulator.store.Store;
import io.nuodb.backup.simulator.store.StoreSettings;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/**
 * A storage manager (SM): serves one archive. When its archive or journal can no longer be written
 * it ends, so that the database goes on with the others.
 */
public final class StorageManager implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(StorageManager.class.getName());

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration STEP_INTERVAL = Duration.ofMillis(250);

  private final CompletableFuture<Void> end = new CompletableFuture<>();
  private final JsonClient client = new JsonClient(TIMEOUT);
  private final HttpService service;
  private final Heartbeat heartbeat;
  private final Path archive;
  private final Store store;
  private final Replica replica;
  private final HotCopies hotCopies;
  private final SyncViews syncViews;
  private final Thread participation;
  private volatile EngineStatus starting;

  /**
   * Registers with the admin, opens the archive (creating it in an empty directory) and recovers
   * it. Joining the other storage managers goes on in the background.
   *
   * @param tuning changes the store's settings, for instance its journal directory
   * @throws IOException when the archive cannot be opened, or belongs to another database
   */
  public StorageManager(
      ProcessSettings settings, Path archive, UnaryOperator<StoreSettings> tuning, Clock clock)
      throws IOException, InterruptedException {
    ActiveFaults faults = new ActiveFaults();
    this.archive = Files.createDirectories(archive);
    UUID databaseId = Store.databaseIdOf(archive).orElse(null);
    starting = new EngineStatus(EngineState.STARTING_UP, databaseId, null);
    service = new HttpService(settings.port());
    ProcessSettings bound = settings.withPort(service.port());
    heartbeat = new Heartbeat(bound, EngineType.SM, this::status);
    UUID expected = heartbeat.start().databaseId();
    starting = new EngineStatus(EngineState.RECOVERING_JOURNAL, databaseId, null);
    heartbeat.report();
    store = Store.open(archive, tuning.apply(storeSettings(settings, expected).withFaults(faults)));
    replica = new Replica(store);
    starting = null;
    heartbeat.report();
    writeInfo();

    hotCopies = new HotCopies(store, heartbeat.registration().nodeId(), clock, this::fail);
    syncViews = new SyncViews(store, clock);
    Participation following =
        new Participation(replica, heartbeat, client, settings.dbName(), bound.url());
    service.route("GET", "/ready", request -> ready());
    service.route("POST", "/leave", request -> leave());
    new EngineShutdown(end).addTo(service);
    syncViews.addTo(service);
    HotCopyCommands commands = new HotCopyCommands(hotCopies, replica, client, clock, bound.url());
    new SmFaultsEndpoint(faults).addTo(service);
    new HotCopyEndpoint(commands, clock).addTo(service);
    new ReplicaEndpoint(replica, following, heartbeat, bound.url(), this::fail).addTo(service);
    service.start();
    participation = Thread.ofPlatform().name("participation").start(() -> participate(following));
  }

  private static StoreSettings storeSettings(ProcessSettings settings, UUID databaseId) {
    StoreSettings store = StoreSettings.of(settings.dbName(), databaseId, settings.hostname());
    return "enable".equals(settings.options().get("journal-hot-copy"))
        ? store.withJournalHotCopy()
        : store;
  }

  public int port() {
    return service.port();
  }

  public EngineState state() {
    return status().state();
  }

  /** Waits until the storage manager is to end; throws the reason if it cannot go on. */
  public void awaitFailure() {
    end.join();
  }

  @Override
  public void close() throws IOException {
    participation.interrupt();
    hotCopies.close();
    heartbeat.close();
    service.close();
    client.close();
    syncViews.close();
    store.close();
  }

  private EngineStatus status() {
    EngineStatus now = starting;
    return now != null
        ? now
        : new EngineStatus(
            replica.state(),
            store.databaseId(),
            new ArchiveReport(store.archiveUid(), archive.toString()));
  }

  private Object ready() {
    if (state() != EngineState.RUNNING) {
      throw HttpError.unavailable("State " + state());
    }
    return null;
  }

  /** Leaves the others for tests and people, so that SYNC follows. */
  private Object leave() {
    replica.leave();
    return null;
  }

  private void participate(Participation following) {
    try {
      while (true) {
        Thread.sleep(STEP_INTERVAL);
        syncViews.dropIdle();
        following.step();
      }
    } catch (InterruptedException e) {
      LOG.log(Level.DEBUG, "The storage manager is being closed");
    } catch (IOException | RuntimeException e) {
      fail(e);
    }
  }

  private void fail(Exception cause) {
    end.completeExceptionally(cause);
  }

  /** Leaves in the archive what the admin knows of it, as NuoDB's storage managers do. */
  private void writeInfo() throws IOException {
    Optional<Integer> archiveId = Optional.ofNullable(heartbeat.registration().archiveId());
    if (archiveId.isPresent()) {
      String apiUrl = heartbeat.admin().apiUrl();
      var info =
          ArchiveView.of(
              apiUrl,
              archiveId.get(),
              store.settings().databaseName(),
              archive.toString(),
              "NOT_RUNNING");
      Files.write(archive.resolve("info.json"), Json.bytes(info));
    }
  }
}
