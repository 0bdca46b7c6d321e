package io.nuodb.backup.simulator.domain;

import static io.nuodb.backup.simulator.domain.HotCopyDomain.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hot copies of two archives in one request: they end at one commit, or none is completed. */
class CoordinatedHotCopyTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private HotCopyDomain hotCopies;
  private volatile long lastTransaction;

  @BeforeEach
  void startDomain(@TempDir Path root) throws Exception {
    hotCopies = new HotCopyDomain(root);
    hotCopies.startStorageManager(0);
    hotCopies.startStorageManager(1);
    hotCopies.write(0, 2_000, "first");
  }

  @AfterEach
  void stopDomain() throws Exception {
    hotCopies.close();
  }

  @Test
  void bothArchivesEndAtOneCommitWhileWritesGoOn() throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> writeUntil(stop));
    JsonNode full;
    JsonNode incremental;
    long transaction;
    try {
      full = hotCopies.complete("full", "a", 0, 1);
      incremental = hotCopies.complete("incremental", "a", 0, 1);
      long before = lastTransaction;
      await().atMost(PATIENCE).until(() -> lastTransaction != before || writer.isDone());
      transaction = lastTransaction;
      hotCopies.complete("journal", "a", 0, 1);
    } finally {
      stop.set(true);
    }
    assertThat(writer).succeedsWithin(PATIENCE);

    assertThat(full.path("coordinatorStartId").asText()).isEqualTo(startId(0));
    for (JsonNode hotCopy : List.of(full, incremental)) {
      assertRestoredAlike("--backup-element-id", hotCopy.path("hotCopyId").asText());
    }
    assertRestoredAlike("--restore-snapshot", String.valueOf(transaction));
    assertThat(collection("a", 0))
        .isEqualTo(collection("a", 1))
        .contains(full.path("hotCopyId").asText());
    JsonNode all = hotCopies.api.get("databases/demo/hotCopyStatus").path("hotCopyStatuses");
    assertThat(all.path(startId(0))).hasSize(3);
    assertThat(all.path(startId(1))).as("a command has one status").isEmpty();
  }

  private void assertRestoredAlike(String... options) throws IOException {
    assertThat(hotCopies.restored(hotCopies.set("a", 0), options))
        .isEqualTo(hotCopies.restored(hotCopies.set("a", 1), options))
        .hasSizeGreaterThan(2_000);
  }

  @Test
  void cancellingEndsBothParts() throws Exception {
    hotCopies.fault(0, Map.of("hang", "1.atm"));
    JsonNode started = hotCopies.start("full", "a", 0, 1);
    JsonNode cancelled = hotCopies.cancel(started);
    assertThat(cancelled.path("status").asText()).isEqualTo("cancelled");
    for (int archive : List.of(0, 1)) {
      assertThat(hotCopies.set("a", archive).resolve("full")).doesNotExist();
      assertThat(hotCopies.set("a", archive).resolve("tmp")).as("deleted").isEmptyDirectory();
    }
    hotCopies.clearFaults(0);
    hotCopies.complete("full", "b", 0, 1);
  }

  @Test
  void aRefusedMemberKeepsAllFromBeginning() throws Exception {
    Files.createFile(Files.createDirectory(hotCopies.set("a", 1)).resolve("full"));
    assertThat(refusal(() -> hotCopies.start("full", "a", 0, 1))).contains("Directory not empty");
    assertThat(hotCopies.set("a", 0)).doesNotExist();

    assertThat(refusal(() -> hotCopies.start("full", "full/a", 0, 1)))
        .contains("No such file or directory");
  }

  @Test
  void membersThatHaveBegunEndWhenTheCoordinatorIsRefused() throws Exception {
    Files.createFile(Files.createDirectory(hotCopies.set("a", 0)).resolve("full"));
    hotCopies.fault(1, Map.of("hang", ""));
    assertThat(refusal(() -> hotCopies.start("full", "a", 0, 1))).contains("Directory not empty");
    hotCopies.clearFaults(1);
    assertThat(hotCopies.set("a", 1).resolve("tmp")).isEmptyDirectory();
    hotCopies.complete("full", "b", 0, 1);
  }

  @Test
  void membersThatHaveBegunEndWhenTheCoordinatorsDirectoryIsNoPath() throws Exception {
    Map<String, Object> command = hotCopies.command("full", "a", 0, 1);
    command.put("backupSetDirs", Map.of("0", "\0", "1", hotCopies.set("a", 1).toString()));
    assertThat(refusal(() -> hotCopies.start(command))).contains("Invalid path: Nul character");
    assertThat(hotCopies.set("a", 1).resolve("tmp")).isEmptyDirectory();
    hotCopies.complete("full", "b", 1);
  }

  @Test
  void aSharedDefaultDirectoryHasASubdirectoryForEachArchive() throws Exception {
    Map<String, Object> command = new HashMap<>();
    command.put("type", "full");
    command.put("shared", true);
    command.put("defaultBackupSetDir", hotCopies.backup("shared").toString());
    command.put("timeoutSec", 60);
    assertThat(refusal(() -> hotCopies.start(command)))
        .as("the default directory must exist")
        .contains("No such file or directory");

    Files.createDirectory(hotCopies.backup("shared"));
    command.put("backupSetDirs", Map.of("1", hotCopies.backup("own").toString()));
    assertThat(hotCopies.start(command).path("status").asText()).isEqualTo("completed");
    assertThat(hotCopies.backup("shared/0/full")).isDirectory();
    assertThat(hotCopies.backup("shared/1")).doesNotExist();
    assertThat(hotCopies.backup("own/full")).isDirectory();
  }

  @Test
  void simpleHotCopiesAreArchivesWithEqualRows() throws Exception {
    Map<String, Object> command =
        Map.of(
            "backupLocations",
            Map.of(
                "0", Map.of("copyArchiveDir", hotCopies.set("s", 0).toString()),
                "1", Map.of("copyArchiveDir", hotCopies.set("s", 1).toString())),
            "timeoutSec",
            60);
    assertThat(hotCopies.startSimple(command).path("status").asText()).isEqualTo("completed");
    assertThat(DomainFixture.rowsOf(hotCopies.set("s", 0)))
        .isEqualTo(DomainFixture.rowsOf(hotCopies.set("s", 1)))
        .isEqualTo(hotCopies.domain.liveRows());
  }

  private String startId(int archive) throws IOException {
    return hotCopies.process(archive).path("startId").asText();
  }

  private String collection(String name, int archive) throws IOException {
    return Files.readAllLines(hotCopies.set(name, archive).resolve("state.xml")).stream()
        .filter(line -> line.contains("BackupCollection"))
        .findFirst()
        .orElseThrow();
  }

  private void writeUntil(AtomicBoolean stop) {
    try {
      for (long key = 10_000; !stop.get(); key++) {
        long transaction = hotCopies.database.begin();
        hotCopies.database.write(transaction, "foo", Map.of(key, "row " + key));
        hotCopies.database.commit(transaction);
        lastTransaction = transaction;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
