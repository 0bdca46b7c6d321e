package io.nuodb.backup.simulator.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.nuodb.backup.simulator.domain.http.HttpError;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hot copies of two archives of which one storage manager fails or dies: no set gets an element,
 * and the next hot copy succeeds.
 */
class FailedCoordinatedHotCopyTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** How far the member has come, while the coordinator waits before it writes a file. */
  enum Phase {
    WAITING_FOR_THE_OTHERS("", "tmp/full/data/state.dat"),
    COPIED("control/state.xml", "tmp/full/data/1.atm");

    private final String hang;
    private final String reached;

    Phase(String hang, String reached) {
      this.hang = hang;
      this.reached = reached;
    }
  }

  private HotCopyDomain hotCopies;

  @BeforeEach
  void startDomain(@TempDir Path root) throws Exception {
    hotCopies = new HotCopyDomain(root);
  }

  @AfterEach
  void stopDomain() throws Exception {
    hotCopies.close();
  }

  @Test
  void aMemberIsKilled() throws Exception {
    hotCopies.startStorageManager(0);
    hotCopies.write(0, 500, "first");
    try (ForkedStorageManager member = new ForkedStorageManager(hotCopies.domain, "sm-1")) {
      awaitRunning(1);
      JsonNode started = startUntil(Phase.WAITING_FOR_THE_OTHERS);
      String nodeId = hotCopies.process(1).path("nodeId").asText();
      assertThat(catchThrowable(() -> hotCopies.post(1, "/kill")))
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(HttpError.class);

      JsonNode failed = hotCopies.awaitEnd(started);
      assertThat(failed.path("status").asText()).isEqualTo("failed");
      assertThat(failed.path("message").asText())
          .isEqualTo("Hot copy failed: Node " + nodeId + ": Storage manager does not answer");
      assertNothingCompleted();
    }
    hotCopies.clearFaults(0);
    hotCopies.startStorageManager(1);
    hotCopies.complete("full", "b", 0, 1);
  }

  @Test
  void theCoordinatorIsKilled() throws Exception {
    try (ForkedStorageManager coordinator = new ForkedStorageManager(hotCopies.domain, "sm-0")) {
      awaitRunning(0);
      hotCopies.startStorageManager(1);
      hotCopies.write(0, 500, "first");
      startUntil(Phase.WAITING_FOR_THE_OTHERS);
      coordinator.kill();
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(hotCopies.set("a", 1).resolve("tmp")).isEmptyDirectory());
    }
    assertNothingCompleted();
    hotCopies.startStorageManager(0);
    hotCopies.complete("full", "b", 0, 1);
  }

  @Test
  void aMemberFailsWhileTheCoordinatorIsBusy() throws Exception {
    startBoth();
    hotCopies.fault(1, Map.of("backupVolumeFull", 0));
    assertFails(startUntil(Phase.WAITING_FOR_THE_OTHERS, "tmp"), 1);
  }

  @Test
  void aMemberFailsWhenAllButItAreCopied() throws Exception {
    startBoth();
    hotCopies.fault(1, Map.of("hang", "control/state.xml"));
    JsonNode started = hotCopies.start("full", "a", 0, 1);
    hotCopies.awaitExists(hotCopies.set("a", 0).resolve("tmp/full/data/1.atm"));
    hotCopies.fault(1, Map.of("backupVolumeFull", 0));
    assertFails(started, 1);
  }

  @Test
  void theCoordinatorFailsWhenTheMemberIsCopied() throws Exception {
    startBoth();
    JsonNode started = startUntil(Phase.COPIED);
    hotCopies.fault(0, Map.of("backupVolumeFull", 0));
    assertFails(started, 0);
  }

  private void startBoth() throws Exception {
    hotCopies.startStorageManager(0);
    hotCopies.startStorageManager(1);
    hotCopies.write(0, 500, "first");
  }

  private JsonNode startUntil(Phase phase) throws IOException {
    return startUntil(phase, phase.reached);
  }

  private JsonNode startUntil(Phase phase, String reached) throws IOException {
    hotCopies.fault(0, Map.of("hang", phase.hang));
    JsonNode started = hotCopies.start("full", "a", 0, 1);
    hotCopies.awaitExists(hotCopies.set("a", 1).resolve(reached));
    return started;
  }

  private void assertFails(JsonNode started, int archive) throws IOException {
    JsonNode failed = hotCopies.awaitEnd(started);
    assertThat(failed.path("status").asText()).isEqualTo("failed");
    assertThat(failed.path("message").asText())
        .startsWith(
            "Hot copy failed: Node %s: %s/tmp/full/"
                .formatted(
                    hotCopies.process(archive).path("nodeId").asText(),
                    hotCopies.set("a", archive)))
        .endsWith(": File read failed: No space left on device");
    assertThat(failed.has("endTimestamp")).isFalse();
    assertNothingCompleted();
    hotCopies.clearFaults(0);
    hotCopies.clearFaults(1);
    hotCopies.complete("full", "b", 0, 1);
  }

  private void assertNothingCompleted() {
    for (int archive : List.of(0, 1)) {
      assertThat(hotCopies.set("a", archive).resolve("full")).doesNotExist();
    }
  }

  private void awaitRunning(int archive) {
    await()
        .atMost(PATIENCE)
        .until(() -> hotCopies.process(archive).path("state").asText().equals("RUNNING"));
  }
}
