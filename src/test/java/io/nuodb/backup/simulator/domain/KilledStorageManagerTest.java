package io.nuodb.backup.simulator.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.nuodb.backup.simulator.domain.http.HttpError;
import io.nuodb.backup.simulator.domain.rows.DatabaseClient;
import io.nuodb.backup.simulator.domain.sm.StorageManager;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Storage managers killed in the middle of writes. */
class KilledStorageManagerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Every row whose commit was acknowledged. */
  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();

  private final AtomicBoolean stop = new AtomicBoolean();
  private DomainFixture domain;
  private DatabaseClient database;
  private Thread writer;

  @BeforeEach
  void startDomain(@TempDir Path root) throws Exception {
    domain = new DomainFixture(root);
    database = domain.connect();
    writer = Thread.ofPlatform().unstarted(this::writeUntilStopped);
  }

  @AfterEach
  void stopDomain() throws Exception {
    stop.set(true);
    writer.join();
    database.close();
    domain.close();
  }

  @Test
  void commitsGoOnWithTheOtherAndTheKilledOneCatchesUp() throws Exception {
    domain.startAndAwaitRunning("sm-0");
    try (ForkedStorageManager killed = new ForkedStorageManager(domain, "sm-1")) {
      awaitRunning(killed);
      writer.start();
      awaitAcknowledged(200);
      killed.kill();
    }
    awaitAcknowledged(acknowledged.size() + 200);

    domain.startAndAwaitRunning("sm-1");
    awaitAcknowledged(acknowledged.size() + 200);
    stop.set(true);
    writer.join();
    domain.stop("sm-0");
    domain.stop("sm-1");
    assertBothArchivesHoldAllAcknowledged();
  }

  @Test
  void everyAcknowledgedCommitSurvivesTheDeathOfAll() throws Exception {
    try (ForkedStorageManager first = new ForkedStorageManager(domain, "sm-0");
        ForkedStorageManager second = new ForkedStorageManager(domain, "sm-1")) {
      awaitRunning(first);
      awaitRunning(second);
      writer.start();
      awaitAcknowledged(300);

      second.kill();
      awaitAcknowledged(acknowledged.size() + 100);
      first.kill();
    }
    int before = acknowledged.size();
    StorageManager stale = domain.start("sm-1");
    // The newest archive comes later by the start of a JVM: time enough to lead wrongly.
    try (ForkedStorageManager newest = new ForkedStorageManager(domain, "sm-0")) {
      awaitRunning(newest);
      DomainFixture.awaitRunning(stale);
      awaitAcknowledged(before + 100);
      stop.set(true);
      writer.join();
      assertThat(domain.liveRows()).containsAll(acknowledged);
      assertThat(newest.terminate()).isEqualTo(143);
    }
    domain.stop("sm-1");
    assertBothArchivesHoldAllAcknowledged();
  }

  private void assertBothArchivesHoldAllAcknowledged() throws IOException {
    List<String> rows = DomainFixture.rowsOf(domain.archive("sm-0"));
    assertThat(rows).containsAll(acknowledged);
    assertThat(DomainFixture.rowsOf(domain.archive("sm-1"))).isEqualTo(rows);
  }

  private void writeUntilStopped() {
    for (long key = 0; !stop.get(); key++) {
      String value = "value " + key;
      try {
        database.writeAndCommit("foo", Map.of(key, value));
        acknowledged.add("foo\t" + key + "\t" + value);
      } catch (IOException | HttpError e) {
        // Not acknowledged: it may be there later, or not.
        await().atMost(PATIENCE).until(() -> stop.get() || domain.isWritable());
      }
    }
  }

  private void awaitAcknowledged(int count) {
    await().atMost(PATIENCE).until(() -> acknowledged.size() >= count);
  }

  private void awaitRunning(ForkedStorageManager storageManager) {
    await().atMost(PATIENCE).until(() -> isRunning(storageManager));
  }

  /** By its process id: the admin may still show one that served the same archive before. */
  private boolean isRunning(ForkedStorageManager storageManager) throws IOException {
    for (JsonNode process : new AdminApi(domain).get("processes").path("data")) {
      if (process.path("pid").asLong() == storageManager.pid()) {
        return process.path("state").asText().equals("RUNNING");
      }
    }
    return false;
  }
}
