package io.nuodb.backup.simulator.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.nuodb.backup.simulator.backup.NuoArchive;
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
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Hot copies of two archives in one request: they end at one commit, or none is completed. */
class CoordinatedHotCopyTest {
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
  void bothArchivesEndAtOneCommitWhileWritesGoOn() throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    Thread writer = Thread.ofPlatform().start(() -> writeUntil(stop));
    JsonNode full;
    JsonNode incremental;
    try {
      full = awaitEnd(start("full", "a", "1000000"));
      incremental = awaitEnd(start("incremental", "a", null));
    } finally {
      stop.set(true);
      writer.join();
    }

    assertThat(full.path("message").asText()).isEqualTo("Hot copy successfully completed");
    assertThat(incremental.path("status").asText()).isEqualTo("completed");
    assertThat(full.path("coordinatorStartId").asText()).isEqualTo(startIdOfArchive(0));
    for (JsonNode hotCopy : List.of(full, incremental)) {
      String element = hotCopy.path("hotCopyId").asText();
      assertThat(restored("a-0", "--backup-element-id", element))
          .isEqualTo(restored("a-1", "--backup-element-id", element))
          .hasSizeGreaterThan(2_000);
    }
    assertThat(collection("a-0")).isEqualTo(collection("a-1"));
    JsonNode all = api.get("databases/demo/hotCopyStatus").path("hotCopyStatuses");
    assertThat(all.path(startIdOfArchive(0))).hasSize(2);
    assertThat(all.path(startIdOfArchive(1))).as("a command has one status").isEmpty();
  }

  @Test
  void cancellingEndsBothParts() throws Exception {
    JsonNode started = start("full", "a", "1000");
    JsonNode cancelled =
        api.post(
            "databases/cancelHotCopy?coordinatorStartId="
                + started.path("coordinatorStartId").asText()
                + "&hotCopyId="
                + started.path("hotCopyId").asText()
                + "&timeoutSec=30",
            Map.of());
    assertThat(cancelled.path("status").asText()).isEqualTo("cancelled");
    assertNothingCompleted("a");
    assertThat(backups.resolve("a-1/tmp/full")).as("deleted").doesNotExist();
    assertThat(awaitEnd(start("full", "b", null)).path("status").asText()).isEqualTo("completed");
  }

  @Test
  void aRefusedMemberKeepsAllFromBeginning() throws Exception {
    Files.createFile(Files.createDirectory(backups.resolve("a-1")).resolve("full"));
    assertThatThrownBy(() -> start("full", "a", "1000"))
        .hasMessageContaining("Directory not empty");
    assertThatThrownBy(
            () ->
                api.post(
                    "databases/demo/hotCopy",
                    Map.of(
                        "type",
                        "full",
                        "backupSetDirs",
                        Map.of("0", backups + "/no/0", "1", backups + "/b-1"))))
        .as("the coordinator's own part is refused after the member's has begun")
        .hasMessageContaining("No such file or directory");
    assertThat(backups.resolve("a-0/full")).doesNotExist();
    assertThat(backups.resolve("b-1/full")).doesNotExist();
    assertThat(awaitEnd(start("full", "c", null)).path("status").asText()).isEqualTo("completed");
  }

  @Test
  void aSharedDefaultDirectoryHasASubdirectoryForEachArchive() throws Exception {
    Map<String, Object> command = new HashMap<>();
    command.put("type", "full");
    command.put("shared", true);
    command.put("backupSetDirs", Map.of("1", backups.resolve("own").toString()));
    command.put("defaultBackupSetDir", backups.resolve("shared").toString());
    command.put("timeoutSec", 60);
    assertThatThrownBy(() -> api.post("databases/demo/hotCopy", command))
        .as("the default directory must exist")
        .hasMessageContaining("No such file or directory");

    Files.createDirectory(backups.resolve("shared"));
    Files.walk(backups.resolve("own"))
        .sorted(java.util.Comparator.reverseOrder())
        .forEach(CoordinatedHotCopyTest::delete);
    assertThat(api.post("databases/demo/hotCopy", command).path("status").asText())
        .isEqualTo("completed");
    assertThat(backups.resolve("shared/0/full")).isDirectory();
    assertThat(backups.resolve("shared/1")).doesNotExist();
    assertThat(backups.resolve("own/full")).isDirectory();
  }

  @Test
  void simpleHotCopiesAreArchivesWithEqualRows() throws Exception {
    Map<String, Object> command =
        Map.of(
            "backupLocations",
            Map.of(
                "0",
                Map.of("copyArchiveDir", backups + "/s-0"),
                "1",
                Map.of("copyArchiveDir", backups + "/s-1")),
            "timeoutSec",
            60);
    assertThat(api.post("databases/demo/hotCopySimple", command).path("status").asText())
        .isEqualTo("completed");
    assertThat(DomainFixture.rowsOf(backups.resolve("s-0")))
        .isEqualTo(DomainFixture.rowsOf(backups.resolve("s-1")))
        .isEqualTo(domain.liveRows());
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void assertNothingCompleted(String set) {
    assertThat(backups.resolve(set + "-0/full")).doesNotExist();
    assertThat(backups.resolve(set + "-1/full")).doesNotExist();
  }

  private JsonNode start(String type, String set, String maxRate) throws IOException {
    Map<String, Object> command = new HashMap<>();
    command.put("type", type);
    command.put(
        "backupSetDirs",
        Map.of(
            "0",
            backups.resolve(set + "-0").toString(),
            "1",
            backups.resolve(set + "-1").toString()));
    command.put("maxRate", maxRate);
    return api.post("databases/demo/hotCopy", command);
  }

  private JsonNode awaitEnd(JsonNode started) {
    return await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> api.status(started), status -> !status.path("status").asText().equals("running"));
  }

  private String startIdOfArchive(int archiveId) throws IOException {
    return api.get("processes?filterBy=archiveId&archiveId=" + archiveId)
        .path("data")
        .get(0)
        .path("startId")
        .asText();
  }

  private String collection(String set) throws IOException {
    return Files.readAllLines(backups.resolve(set).resolve("state.xml")).stream()
        .filter(line -> line.contains("BackupCollection"))
        .findFirst()
        .orElseThrow();
  }

  private List<String> restored(String set, String... options) throws IOException {
    Path target = backups.resolveSibling("restored-" + UUID.randomUUID());
    CommandLine nuoarchive = new CommandLine(new NuoArchive());
    String[] arguments = new String[options.length + 4];
    arguments[0] = "restore";
    System.arraycopy(options, 0, arguments, 1, options.length);
    arguments[options.length + 1] = "--restore-dir";
    arguments[options.length + 2] = target.toString();
    arguments[options.length + 3] = backups.resolve(set).toString();
    assertThat(nuoarchive.execute(arguments)).isZero();
    return DomainFixture.rowsOf(target);
  }

  private void writeUntil(AtomicBoolean stop) {
    for (long key = 10_000; !stop.get(); key++) {
      try {
        database.writeAndCommit("foo", Map.of(key, "row " + key));
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  private void write(long from, long to, String value) throws IOException {
    Map<Long, String> rows = new TreeMap<>();
    for (long key = from; key < to; key++) {
      rows.put(key, value + " " + key);
    }
    database.writeAndCommit("foo", rows);
  }
}
