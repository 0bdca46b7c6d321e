package io.nuodb.backup.simulator.domain;

import static io.nuodb.backup.simulator.domain.DomainFixture.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import io.nuodb.backup.simulator.domain.http.HttpError;
import io.nuodb.backup.simulator.domain.http.Json;
import io.nuodb.backup.simulator.domain.sm.StorageManager;
import io.nuodb.backup.simulator.store.FileTree;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a client sees of each fault, and that all goes well once it is cleared. */
class FaultsOverRestTest {
  private HotCopyDomain hotCopies;
  private StorageManager first;

  @BeforeEach
  void startDomain(@TempDir Path root) throws Exception {
    hotCopies = new HotCopyDomain(root);
    first = hotCopies.startStorageManager(0);
    hotCopies.startStorageManager(1);
    hotCopies.write(0, 500, "first");
  }

  @AfterEach
  void stopDomain() throws Exception {
    hotCopies.close();
  }

  @Test
  void faultsAreShownReplacedAndCleared() throws Exception {
    String url = hotCopies.url(0) + "/faults";
    assertThat(send("GET", url, null)).isEqualTo("{}");
    assertThat(send("PUT", url, Map.of("slowed", 1, "hang", "a"))).contains("slowed", "hang");
    assertThat(send("POST", url, Map.of("backupVolumeFull", 7)))
        .isEqualTo(send("GET", url, null))
        .isEqualTo("{\"backupVolumeFull\":7}");
    assertThat(send("PUT", url, Map.of("slowed", -1))).contains("slowed is negative");
    assertThat(send("DELETE", url, null)).isEqualTo("{}");
    assertThat(send("GET", url, null)).isEqualTo("{}");
  }

  @Test
  void aSlowedHotCopyRunsForLongUnlessItIsCancelled() throws Exception {
    hotCopies.fault(0, Map.of("slowed", 3_600_000));
    JsonNode started = hotCopies.start("full", "a", 0);
    assertThat(hotCopies.api.status(started).path("status").asText()).isEqualTo("running");
    assertThat(hotCopies.cancel(started).path("status").asText()).isEqualTo("cancelled");
    hotCopies.fault(0, Map.of("slowed", 1));
    hotCopies.complete("full", "b", 0);
  }

  @Test
  void aFullBackupVolumeFailsTheHotCopy() throws Exception {
    hotCopies.fault(0, Map.of("backupVolumeFull", 10_000));
    JsonNode failed = hotCopies.awaitEnd(hotCopies.start("full", "a", 0));
    assertThat(failed.path("status").asText()).isEqualTo("failed");
    assertThat(failed.path("message").asText())
        .startsWith(
            "Hot copy failed: Node %s: %s/tmp/full/data/"
                .formatted(hotCopies.process(0).path("nodeId").asText(), hotCopies.set("a", 0)))
        .endsWith(": File read failed: No space left on device");
    assertThat(failed.has("endTimestamp")).isFalse();
    assertThat(hotCopies.set("a", 0).resolve("tmp/full/data")).isNotEmptyDirectory();
    hotCopies.clearFaults(0);
    hotCopies.complete("full", "b", 0);
  }

  @Test
  void aHangingHotCopyGoesOnWhenTheFaultIsCleared() throws Exception {
    hotCopies.fault(0, Map.of("hang", "tmp/full"));
    JsonNode started = hotCopies.start("full", "a", 0);
    hotCopies.complete("full", "b", 1);
    assertThat(hotCopies.api.status(started).path("status").asText()).isEqualTo("running");
    hotCopies.clearFaults(0);
    assertThat(hotCopies.awaitEnd(started).path("status").asText()).isEqualTo("completed");
  }

  @Test
  void aFullJournalVolumeEndsTheStorageManagerAndTheOtherGoesOn() throws Exception {
    hotCopies.fault(0, Map.of("journalVolumeFull", true));
    hotCopies.write(500, 600, "second");
    assertThat(failure(first)).hasMessageContaining("No space left on device");
    hotCopies.domain.stop("sm-0");
    hotCopies.write(600, 700, "third");

    hotCopies.startStorageManager(0);
    hotCopies.complete("full", "a", 0);
    assertThat(hotCopies.restored(hotCopies.set("a", 0))).isEqualTo(hotCopies.domain.liveRows());
  }

  @Test
  void aRemovedBackupSetEndsTheStorageManager() throws Exception {
    hotCopies.fault(0, Map.of("hang", ""));
    JsonNode started = hotCopies.start("full", "a", 0);
    FileTree.delete(hotCopies.set("a", 0));
    hotCopies.clearFaults(0);
    String reason = "Unable to create archive directory: No such file or directory";
    assertThat(failure(first)).hasMessageContaining(reason);
    assertThat(hotCopies.awaitEnd(started).path("message").asText()).endsWith(reason);
  }

  @Test
  void anUnreachableAdminClosesConnections() throws Exception {
    setAdminFaults(Map.of("unreachable", true));
    assertNoAnswer(() -> hotCopies.api.get("processes"));
    assertNoAnswer(() -> hotCopies.start("full", "a", 0));
    assertThat(hotCopies.set("a", 0)).doesNotExist();
    send("DELETE", adminFaults(), null);
    hotCopies.complete("full", "a", 0);
  }

  @Test
  void aLostAnswerLeavesTheHotCopyRunning() throws Exception {
    setAdminFaults(Map.of("loseAnswers", 1));
    assertNoAnswer(() -> hotCopies.start("full", "a", 0));
    JsonNode all = hotCopies.api.get("databases/demo/hotCopyStatus").path("hotCopyStatuses");
    JsonNode started = all.path(hotCopies.process(0).path("startId").asText()).path(0);
    assertThat(hotCopies.awaitEnd(started).path("status").asText()).isEqualTo("completed");
    hotCopies.complete("full", "b", 0);
    assertThat(send("PUT", adminFaults(), Map.of("loseAnswers", -1))).contains("negative");
  }

  private static void assertNoAnswer(ThrowingCallable request) {
    assertThat(catchThrowable(request))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(HttpError.class);
  }

  private void setAdminFaults(Map<String, Object> faults) throws Exception {
    assertThat(send("PUT", adminFaults(), faults))
        .isEqualTo(Json.MAPPER.writeValueAsString(faults));
  }

  private String adminFaults() {
    return "http://" + hotCopies.domain.apiServer() + "/faults";
  }

  private static String send(String method, String url, Object body) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      var publisher =
          body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(Json.bytes(body));
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url)).method(method, publisher).build();
      return client.send(request, BodyHandlers.ofString()).body();
    }
  }
}
