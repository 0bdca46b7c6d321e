package io.nuodb.backup.simulator.domain;

import static org.awaitility.Awaitility.await;

import io.nuodb.backup.simulator.domain.admin.AdminProcess;
import io.nuodb.backup.simulator.domain.admin.EngineState;
import io.nuodb.backup.simulator.domain.admin.ProcessSettings;
import io.nuodb.backup.simulator.domain.http.ClientAccess;
import io.nuodb.backup.simulator.domain.http.HttpError;
import io.nuodb.backup.simulator.domain.http.JsonClient;
import io.nuodb.backup.simulator.domain.http.ServerAccess;
import io.nuodb.backup.simulator.domain.rows.DatabaseClient;
import io.nuodb.backup.simulator.domain.rows.LiveDump;
import io.nuodb.backup.simulator.domain.sm.StorageManager;
import io.nuodb.backup.simulator.domain.te.TransactionEngine;
import io.nuodb.backup.simulator.store.RowsDump;
import io.nuodb.backup.simulator.store.StoreSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/** An admin and a transaction engine within this JVM, to which a test adds storage managers. */
public final class DomainFixture implements AutoCloseable {
  public static final String DATABASE = "demo";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Silence of this length makes a process count as lost: longer than any machine stalls. */
  private static final Duration SILENCE = Duration.ofSeconds(60);

  private final Path root;
  private final ServerAccess serverAccess;
  private final ClientAccess engineAccess;
  private final Map<String, StorageManager> storageManagers = new TreeMap<>();
  private AdminProcess admin;
  private TransactionEngine engine;

  public DomainFixture(Path root) throws Exception {
    this(root, ServerAccess.OPEN, ClientAccess.OPEN);
  }

  /**
   * @param serverAccess whom the admin answers
   * @param engineAccess how the engines reach the admin
   */
  public DomainFixture(Path root, ServerAccess serverAccess, ClientAccess engineAccess)
      throws Exception {
    this.root = root;
    this.serverAccess = serverAccess;
    this.engineAccess = engineAccess;
    startAdmin(0);
    startEngine();
  }

  public void startAdmin(int port) throws IOException {
    admin =
        new AdminProcess(
            root.resolve("admin"), port, serverAccess, "nuoadmin-0", SILENCE, Clock.systemUTC());
  }

  public void startEngine() throws Exception {
    engine = new TransactionEngine(settings("te"), SILENCE, Clock.systemUTC());
  }

  public AdminProcess admin() {
    return admin;
  }

  public TransactionEngine engine() {
    return engine;
  }

  public String apiServer() {
    return "127.0.0.1:" + admin.port();
  }

  public DatabaseClient connect() {
    return new DatabaseClient("http://127.0.0.1:" + engine.port());
  }

  public Path archive(String name) {
    return root.resolve(name);
  }

  /** Starts a storage manager on the archive of that name; it need not be RUNNING yet. */
  public StorageManager start(String name) throws Exception {
    return start(name, UnaryOperator.identity(), UnaryOperator.identity());
  }

  /** As {@link #start(String)}, but started with other settings. */
  public StorageManager start(
      String name, UnaryOperator<ProcessSettings> start, UnaryOperator<StoreSettings> tuning)
      throws Exception {
    StorageManager started =
        new StorageManager(
            start.apply(settings(name)),
            archive(name),
            store -> tuning.apply(store.withSizes(4 << 20, 100_000, 4 << 10)),
            Clock.systemUTC());
    storageManagers.put(name, started);
    return started;
  }

  public void startAndAwaitRunning(String name) throws Exception {
    awaitRunning(start(name));
  }

  public void stop(String name) throws IOException {
    storageManagers.remove(name).close();
  }

  public static void awaitRunning(StorageManager storageManager) {
    await().atMost(PATIENCE).until(() -> storageManager.state() == EngineState.RUNNING);
  }

  /** Why a storage manager has ended, which it must soon; its hot copies may fail with it. */
  public static Throwable failure(StorageManager storageManager) {
    CompletableFuture<Void> end = CompletableFuture.runAsync(storageManager::awaitFailure);
    await().dontCatchUncaughtExceptions().atMost(PATIENCE).until(end::isDone);
    return end.exceptionNow();
  }

  /** Whether a commit would now find a RUNNING storage manager. */
  public boolean isWritable() throws IOException {
    try (JsonClient client = new JsonClient(PATIENCE)) {
      client.get("http://127.0.0.1:" + engine.port() + "/ready", Void.class);
      return true;
    } catch (HttpError notReady) {
      return false;
    }
  }

  /** All rows of the running database, as a dump's lines. */
  public List<String> liveRows() throws IOException {
    List<String> rows = new ArrayList<>();
    try (DatabaseClient database = connect()) {
      LiveDump.lines(database, rows::add);
    }
    return rows;
  }

  /** All rows of an archive that no storage manager serves, as a dump's lines. */
  public static List<String> rowsOf(Path archive) throws IOException {
    List<String> rows = new ArrayList<>();
    try (RowsDump dump = RowsDump.open(archive)) {
      dump.lines(rows::add);
    }
    return rows;
  }

  @Override
  public void close() throws Exception {
    for (StorageManager storageManager : storageManagers.values()) {
      storageManager.close();
    }
    engine.close();
    admin.close();
  }

  private ProcessSettings settings(String name) {
    return new ProcessSettings(
        apiServer(),
        engineAccess,
        DATABASE,
        name,
        "127.0.0.1",
        0,
        Map.of("pod-name", name, "role", "hotcopy"),
        Map.of("mem", "128m"),
        Set.of(),
        null);
  }
}
