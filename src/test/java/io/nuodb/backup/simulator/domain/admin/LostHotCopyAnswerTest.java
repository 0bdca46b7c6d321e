package io.nuodb.backup.simulator.domain.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.nuodb.backup.simulator.domain.admin.EngineStatus.ArchiveReport;
import io.nuodb.backup.simulator.domain.http.ConnectionFaults;
import io.nuodb.backup.simulator.domain.http.HttpError;
import io.nuodb.backup.simulator.domain.http.HttpService;
import io.nuodb.backup.simulator.domain.http.JsonClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hot copy whose start the storage manager does not answer: nobody knows whether it runs. */
class LostHotCopyAnswerTest {
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);
  private static final ConnectionFaults NO_ANSWER =
      new ConnectionFaults() {
        @Override
        public boolean isUnreachable(String path) {
          return false;
        }

        @Override
        public boolean losesAnswer(String method, String path) {
          return true;
        }
      };

  @Test
  void aLostAnswerIsNoRefusal(@TempDir Path directory) throws Exception {
    Clock clock = Clock.systemUTC();
    Domain domain = new Domain(directory, clock, LONG_ENOUGH);
    try (HttpService storageManager = new HttpService(0).withFaults(NO_ANSWER);
        HttpService admin = new HttpService(0);
        JsonClient client = new JsonClient(LONG_ENOUGH)) {
      storageManager.start();
      new HotCopyResource(domain, new StorageManagerCalls(domain, client, clock)).addTo(admin);
      admin.start();
      domain.report(storageManager(storageManager.port()));

      String url = "http://127.0.0.1:%d/api/1/databases/demo/hotCopy".formatted(admin.port());
      Map<String, Object> command = Map.of("type", "full", "defaultBackupSetDir", "/backup");
      HttpError lost =
          catchThrowableOfType(HttpError.class, () -> client.post(url, command, Map.class));
      assertThat(lost.status()).isEqualTo(503);
      assertThat(lost).hasMessageStartingWith("Failure while performing hot-copy: No answer");
    }
  }

  private static EngineReport storageManager(int port) {
    return new EngineReport(
        UUID.randomUUID(),
        null,
        EngineType.SM,
        new ProcessSettings("nuodb:8888", "demo", "sm", "127.0.0.1", port, Map.of(), Map.of()),
        1,
        new EngineStatus(
            EngineState.RUNNING, new UUID(1, 2), new ArchiveReport(new UUID(0, 1), "/archive")));
  }
}
