package io.nuodb.backup.simulator.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.nuodb.backup.simulator.backup.NuoArchive;
import io.nuodb.backup.simulator.domain.admin.ProcessSettings;
import io.nuodb.backup.simulator.domain.http.HttpError;
import io.nuodb.backup.simulator.domain.http.JsonClient;
import io.nuodb.backup.simulator.domain.rows.DatabaseClient;
import io.nuodb.backup.simulator.domain.sm.StorageManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import picocli.CommandLine;

/**
 * A database whose archives are hot copied over REST. Its storage managers sm-0 and sm-1 serve the
 * archives 0 and 1, and have journal hot copy enabled.
 */
final class HotCopyDomain implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  final DomainFixture domain;
  final AdminApi api;
  final DatabaseClient database;
  private final Path backups;
  private final JsonClient client = new JsonClient(Duration.ofSeconds(30));

  /** An admin and a transaction engine: the test starts the storage managers. */
  HotCopyDomain(Path root) throws Exception {
    backups = Files.createDirectory(root.resolve("backup"));
    domain = new DomainFixture(root);
    api = new AdminApi(domain);
    database = domain.connect();
  }

  StorageManager startStorageManager(int archive, String... storageGroups) throws Exception {
    StorageManager started =
        domain.start(
            "sm-" + archive,
            settings -> withJournalHotCopy(settings).withStorageGroups(Set.of(storageGroups)),
            UnaryOperator.identity());
    DomainFixture.awaitRunning(started);
    await().atMost(PATIENCE).until(() -> process(archive).path("state").asText().equals("RUNNING"));
    return started;
  }

  private static ProcessSettings withJournalHotCopy(ProcessSettings settings) {
    return new ProcessSettings(
        settings.apiServer(),
        settings.adminAccess(),
        settings.dbName(),
        settings.hostname(),
        settings.address(),
        settings.port(),
        settings.labels(),
        Map.of("journal-hot-copy", "enable"),
        settings.storageGroups(),
        settings.startId());
  }

  /** The process that serves an archive now. */
  JsonNode process(int archive) throws IOException {
    return api.get("processes?filterBy=archiveId&archiveId=" + archive).path("data").path(0);
  }

  /** The URL of the storage manager that serves an archive. */
  String url(int archive) throws IOException {
    return "http://127.0.0.1:" + process(archive).path("port").asInt();
  }

  /** Replaces the faults of the storage manager that serves an archive. */
  void fault(int archive, Map<String, Object> faults) throws IOException {
    client.post(url(archive) + "/faults", faults, Void.class);
  }

  void clearFaults(int archive) throws IOException {
    client.delete(url(archive) + "/faults");
  }

  /** A call of a storage manager without a body. */
  void post(int archive, String path) throws IOException {
    client.post(url(archive) + path, null, Void.class);
  }

  void write(long from, long to, String value) throws IOException {
    Map<Long, String> rows = new TreeMap<>();
    for (long key = from; key < to; key++) {
      rows.put(key, value + " " + key);
    }
    database.writeAndCommit("foo", rows);
  }

  Path backup(String name) {
    return backups.resolve(name);
  }

  /** The backup set of an archive. */
  Path set(String name, int archive) {
    return backup(name + "-" + archive);
  }

  /** A hot copy of these archives, each to its own set of that name. */
  Map<String, Object> command(String type, String name, int... archives) {
    Map<String, String> directories = new TreeMap<>();
    for (int archive : archives) {
      directories.put(String.valueOf(archive), set(name, archive).toString());
    }
    Map<String, Object> command = new HashMap<>();
    command.put("type", type);
    command.put("backupSetDirs", directories);
    return command;
  }

  JsonNode start(String type, String name, int... archives) throws IOException {
    return start(command(type, name, archives));
  }

  JsonNode start(Map<String, Object> command) throws IOException {
    return api.post("databases/demo/hotCopy", command);
  }

  JsonNode startSimple(Map<String, Object> command) throws IOException {
    return api.post("databases/demo/hotCopySimple", command);
  }

  JsonNode awaitEnd(JsonNode started) {
    return await()
        .atMost(PATIENCE)
        .until(() -> api.status(started), status -> !isRunning(status.path("status").asText()));
  }

  private static boolean isRunning(String status) {
    return status.equals("running");
  }

  /** Runs a hot copy, which must succeed; returns its status. */
  JsonNode complete(String type, String name, int... archives) throws IOException {
    JsonNode status = awaitEnd(start(type, name, archives));
    assertThat(status.path("message").asText()).isEqualTo("Hot copy successfully completed");
    assertThat(status.path("status").asText()).isEqualTo("completed");
    return status;
  }

  /** Cancels a hot copy and waits for its end. */
  JsonNode cancel(JsonNode started) throws IOException {
    return api.post(
        "databases/cancelHotCopy?coordinatorStartId=%s&hotCopyId=%s&timeoutSec=30"
            .formatted(
                started.path("coordinatorStartId").asText(), started.path("hotCopyId").asText()),
        null);
  }

  /** The text with which the admin refuses a request. */
  static String refusal(ThrowingCallable request) {
    HttpError refused = catchThrowableOfType(HttpError.class, request);
    assertThat(refused).as("a refusal").isNotNull();
    assertThat(refused.status()).isEqualTo(400);
    return refused.getMessage();
  }

  void awaitExists(Path file) {
    await().atMost(PATIENCE).until(() -> Files.exists(file));
  }

  /** Restores with nuoarchive; returns the rows. */
  List<String> restored(Path set, String... options) throws IOException {
    Path target = backups.resolveSibling("restored-" + UUID.randomUUID());
    List<String> arguments = new ArrayList<>(List.of("restore"));
    arguments.addAll(Arrays.asList(options));
    arguments.addAll(List.of("--restore-dir", target.toString(), set.toString()));
    int exitCode = new CommandLine(new NuoArchive()).execute(arguments.toArray(String[]::new));
    assertThat(exitCode).isZero();
    return DomainFixture.rowsOf(target);
  }

  @Override
  public void close() throws Exception {
    client.close();
    database.close();
    domain.close();
  }
}
