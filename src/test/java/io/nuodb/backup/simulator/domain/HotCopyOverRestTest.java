package io.nuodb.backup.simulator.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.nuodb.backup.simulator.backup.NuoArchive;
import io.nuodb.backup.simulator.domain.http.HttpError;
import io.nuodb.backup.simulator.domain.http.JsonClient;
import io.nuodb.backup.simulator.domain.rows.DatabaseClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Hot copies as a client of the admin REST API starts, follows, cancels and restores them. */
class HotCopyOverRestTest {
  private static final int ARCHIVE = 1;

  private Path backups;
  private DomainFixture domain;
  private DatabaseClient database;
  private AdminApi api;

  @BeforeEach
  void startDomain(@TempDir Path root) throws Exception {
    backups = Files.createDirectory(root.resolve("backup"));
    domain = new DomainFixture(root);
    database = domain.connect();
    api = new AdminApi(domain);
    domain.startAndAwaitRunning("sm-0");
    domain.startAndAwaitRunning("sm-1");
    write(0, 2_000, "first");
  }

  @AfterEach
  void stopDomain() throws Exception {
    database.close();
    domain.close();
  }

  @Test
  void fullAndIncrementalRestoreToTheStateAtTheirEnd() throws Exception {
    Path set = backups.resolve("demo-1");
    JsonNode full = awaitEnd(api.startHotCopy("full", ARCHIVE, set.toString()));
    assertThat(full.path("status").asText()).isEqualTo("completed");
    List<String> atFull = domain.liveRows();

    write(500, 700, "second");
    JsonNode incremental = awaitEnd(api.startHotCopy("incremental", ARCHIVE, set.toString()));
    assertThat(incremental.path("status").asText()).isEqualTo("completed");
    List<String> atIncremental = domain.liveRows();
    write(0, 2_000, "too late");

    assertThat(restored(set)).isEqualTo(atIncremental).isNotEqualTo(atFull);
    assertThat(restored(set, "--backup-element-id", full.path("hotCopyId").asText()))
        .isEqualTo(atFull);
  }

  @Test
  void aStatusHasTheDocumentedShape() throws Exception {
    Path set = backups.resolve("demo-1");
    JsonNode started = api.startHotCopy("full", 0, set.toString());
    assertThat(fields(started)).containsExactly("coordinatorStartId", "hotCopyId");
    assertThat(started.path("coordinatorStartId").isTextual()).isTrue();
    assertThat(UUID.fromString(started.path("hotCopyId").asText()).version()).isEqualTo(4);

    JsonNode status = awaitEnd(started);
    assertThat(fields(status))
        .containsExactly(
            "beginTimestamp",
            "coordinatorStartId",
            "destinationDirectory",
            "endTimestamp",
            "hotCopyId",
            "message",
            "stage",
            "status",
            "uri");
    assertThat(status.path("message").asText()).isEqualTo("Hot copy successfully completed");
    assertThat(status.path("stage").asInt()).isEqualTo(3);
    assertThat(status.path("endTimestamp").asText())
        .matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d");
    assertThat(status.path("destinationDirectory").asText())
        .isEqualTo(set.resolve("tmp/full/data").toString());

    JsonNode all = api.get("databases/demo/hotCopyStatus");
    String coordinator = started.path("coordinatorStartId").asText();
    assertThat(all.path("hotCopyStatuses").path(coordinator)).containsExactly(status);
    assertThat(all.path("hotCopyStatuses")).hasSize(2);
    assertThat(all.path("errors").isObject()).isTrue();
    JsonNode ofCoordinator = api.get("databases/hotCopyStatus?coordinatorStartId=" + coordinator);
    assertThat(ofCoordinator.path("hotCopyStatuses").path(coordinator)).containsExactly(status);
  }

  @Test
  void aHotCopyThatRunsCanBeFollowedAndCancelled() throws Exception {
    hangBelow("demo-held");
    JsonNode started = api.post("databases/demo/hotCopy", command("full", "demo-held"));
    assertThat(api.status(started).path("status").asText()).isEqualTo("running");
    assertThat(refusal(() -> api.startHotCopy("full", 0, backups.resolve("other").toString())))
        .isEqualTo(
            "Failure while performing hot-copy: Error while sending engine request: "
                + "Only one full hot copy at a time allowed");

    String query =
        "?coordinatorStartId="
            + started.path("coordinatorStartId").asText()
            + "&hotCopyId="
            + started.path("hotCopyId").asText();
    JsonNode cancelled = api.post("databases/cancelHotCopy" + query + "&timeoutSec=30", Map.of());
    assertThat(cancelled.path("status").asText()).isEqualTo("cancelled");
    assertThat(backups.resolve("demo-held/full")).doesNotExist();
  }

  @Test
  void waitingForAHotCopyThatRunsEndsWithStatus408() throws Exception {
    hangBelow("demo-held");
    Map<String, Object> command = command("full", "demo-held");
    command.put("timeoutSec", 0);
    assertThatThrownBy(() -> api.post("databases/demo/hotCopy", command))
        .isInstanceOfSatisfying(HttpError.class, e -> assertThat(e.status()).isEqualTo(408));
  }

  @Test
  void requestsThatCannotBeServedAreRefusedWithTheDocumentedTexts() throws Exception {
    String failure = "Failure while performing hot-copy: ";
    assertThat(refusal(() -> api.post("databases/demo/hotCopy", Map.of("type", "full"))))
        .isEqualTo(failure + "No archives specified for hot-copy and no default backup location");
    assertThat(refusal(() -> api.startHotCopy("full", 7, backups.resolve("x").toString())))
        .isEqualTo(failure + "No RUNNING SMs found for database dbName=demo");
    assertThat(refusal(() -> api.startHotCopy("full", 0, backups.resolve("no/parent").toString())))
        .isEqualTo(
            failure
                + "Error while sending engine request: Failed to create backup set "
                + backups.resolve("no/parent")
                + ": No such file or directory");
    domain.stop("sm-0");
    assertThat(refusal(() -> api.startHotCopy("full", 0, backups.resolve("x").toString())))
        .isEqualTo(failure + "No RUNNING SMs found for database dbName=demo");
  }

  /** Hot copies of archive 0 into this set hang, until they are cancelled. */
  private void hangBelow(String set) throws IOException {
    JsonNode process = api.get("processes?filterBy=archiveId&archiveId=0").path("data").path(0);
    String url = "http://127.0.0.1:" + process.path("port").asInt();
    try (JsonClient client = new JsonClient(Duration.ofSeconds(30))) {
      client.post(url + "/faults", Map.of("hang", backups.resolve(set).toString()), Void.class);
    }
  }

  private Map<String, Object> command(String type, String set) {
    Map<String, Object> command = new HashMap<>();
    command.put("type", type);
    command.put("backupSetDirs", Map.of("0", backups.resolve(set).toString()));
    return command;
  }

  private JsonNode awaitEnd(JsonNode started) {
    return await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> api.status(started), status -> !status.path("status").asText().equals("running"));
  }

  private List<String> restored(Path set, String... options) throws IOException {
    Path target = backups.resolveSibling("restored-" + UUID.randomUUID());
    CommandLine nuoarchive = new CommandLine(new NuoArchive());
    String[] arguments = new String[options.length + 4];
    arguments[0] = "restore";
    System.arraycopy(options, 0, arguments, 1, options.length);
    arguments[options.length + 1] = "--restore-dir";
    arguments[options.length + 2] = target.toString();
    arguments[options.length + 3] = set.toString();
    assertThat(nuoarchive.execute(arguments)).isZero();
    return DomainFixture.rowsOf(target);
  }

  private void write(long from, long to, String value) throws IOException {
    Map<Long, String> rows = new TreeMap<>();
    for (long key = from; key < to; key++) {
      rows.put(key, value + " " + key);
    }
    database.writeAndCommit("foo", rows);
  }

  private static Iterable<String> fields(JsonNode object) {
    return object.properties().stream().map(Map.Entry::getKey).sorted().toList();
  }

  private static String refusal(ThrowingCallable request) {
    try {
      request.call();
    } catch (HttpError e) {
      assertThat(e.status()).isEqualTo(400);
      return e.getMessage();
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
    throw new AssertionError("Not refused");
  }
}
