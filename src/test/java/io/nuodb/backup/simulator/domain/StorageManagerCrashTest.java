package io.nuodb.backup.simulator.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.nuodb.backup.simulator.domain.http.HttpError;
import io.nuodb.backup.simulator.domain.rows.DatabaseClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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
class StorageManagerCrashTest {
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
    try (ForkedStorageManager survivor = new ForkedStorageManager(domain, "sm-0")) {
      awaitRunning("sm-0");
      ForkedStorageManager killed = new ForkedStorageManager(domain, "sm-1");
      awaitRunning("sm-1");
      writer.start();
      awaitAcknowledged(200);

      killed.kill();
      awaitGone("sm-1");
      awaitAcknowledged(acknowledged.size() + 200);
      try (ForkedStorageManager returned = new ForkedStorageManager(domain, "sm-1")) {
        awaitRunning("sm-1");
        awaitAcknowledged(acknowledged.size() + 200);
        stop.set(true);
        writer.join();
        assertThat(returned.terminate()).isEqualTo(143);
      }
      assertThat(survivor.terminate()).isEqualTo(143);
    }
    assertBothArchivesHoldAllAcknowledged();
  }

  @Test
  void everyAcknowledgedCommitSurvivesTheDeathOfAll() throws Exception {
    ForkedStorageManager first = new ForkedStorageManager(domain, "sm-0");
    awaitRunning("sm-0");
    ForkedStorageManager second = new ForkedStorageManager(domain, "sm-1");
    awaitRunning("sm-1");
    writer.start();
    awaitAcknowledged(300);

    second.kill();
    awaitGone("sm-1");
    awaitAcknowledged(acknowledged.size() + 100);
    first.kill();
    awaitGone("sm-0");
    int before = acknowledged.size();
    try (ForkedStorageManager stale = new ForkedStorageManager(domain, "sm-1")) {
      awaitState("sm-1", "STARTING_UP");
      try (ForkedStorageManager newest = new ForkedStorageManager(domain, "sm-0")) {
        awaitRunning("sm-0");
        awaitRunning("sm-1");
        awaitAcknowledged(before + 100);
        stop.set(true);
        writer.join();
        assertThat(domain.liveRows()).containsAll(acknowledged);
        assertThat(newest.terminate()).isEqualTo(143);
        assertThat(stale.terminate()).isEqualTo(143);
      }
    }
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
        Thread.onSpinWait();
      }
    }
  }

  private void awaitAcknowledged(int count) {
    await().atMost(PATIENCE).until(() -> acknowledged.size() >= count);
  }

  private void awaitRunning(String podName) {
    awaitState(podName, "RUNNING");
  }

  private void awaitState(String podName, String state) {
    await().atMost(PATIENCE).until(() -> states(podName).contains(state));
  }

  private void awaitGone(String podName) {
    await().atMost(PATIENCE).until(() -> states(podName).isEmpty());
  }

  private List<String> states(String podName) throws IOException {
    List<String> states = new ArrayList<>();
    for (JsonNode process : new AdminApi(domain).get("processes").path("data")) {
      if (process.path("labels").path("pod-name").asText().equals(podName)) {
        states.add(process.path("state").asText());
      }
    }
    return states;
  }
}
