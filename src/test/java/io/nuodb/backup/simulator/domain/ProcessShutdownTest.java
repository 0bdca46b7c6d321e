package io.nuodb.backup.simulator.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the admin ends processes that it did not start. */
class ProcessShutdownTest {
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private DomainFixture domain;
  private AdminRequests requests;

  @BeforeEach
  void startDomain(@TempDir Path root) throws Exception {
    domain = new DomainFixture(root);
    requests = new AdminRequests(domain.admin().port());
  }

  @AfterEach
  void stopDomain() throws Exception {
    requests.close();
    domain.close();
  }

  @Test
  void aStorageManagerEndsInGoodOrder() throws Exception {
    try (ForkedStorageManager sm = new ForkedStorageManager(domain, "sm-0")) {
      awaitRunning();
      requests.delete("processes/1?evict=False&kill=False&killWithCore=False&timeout=60");
      assertThat(requests.error("processes/1").path("reason").asText())
          .isEqualTo("Gracefully shutdown engine");
      awaitEnd(sm);
    }
  }

  @Test
  void aStorageManagerIsKilledAndForgotten() throws Exception {
    try (ForkedStorageManager sm = new ForkedStorageManager(domain, "sm-0")) {
      awaitRunning();
      requests.delete("processes/1?evict=True&kill=False&killWithCore=False&timeout=0");
      JsonNode tombstone = requests.error("processes/1");
      assertThat(tombstone.path("reason").asText()).isEqualTo("Evicted");
      assertThat(tombstone.path("exitCode").isNull()).as("nobody knows it").isTrue();
      awaitEnd(sm);
    }
  }

  private void awaitRunning() {
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> requests.get("processes/1").path("state").asText().equals("RUNNING"));
  }

  private static void awaitEnd(ForkedStorageManager sm) throws Exception {
    var process = ProcessHandle.of(sm.pid());
    if (process.isPresent()) {
      process.get().onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
  }
}
