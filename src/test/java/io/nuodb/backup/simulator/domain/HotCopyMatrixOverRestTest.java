package io.nuodb.backup.simulator.domain;

import static io.nuodb.backup.simulator.domain.HotCopyDomain.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Which hot copies may run beside each other (NuoDB docs, Using Hot Copy Successfully): one of a
 * type on each archive, of several archives or of one.
 */
class HotCopyMatrixOverRestTest {
  private static final String REFUSED =
      "Failure while performing hot-copy: Error while sending engine request: ";

  private HotCopyDomain hotCopies;

  @BeforeEach
  void startDomain(@TempDir Path root) throws Exception {
    hotCopies = new HotCopyDomain(root);
    hotCopies.startStorageManager(0);
    hotCopies.startStorageManager(1);
    hotCopies.write(0, 500, "first");
    hotCopies.complete("full", "old", 0);
  }

  @AfterEach
  void stopDomain() throws Exception {
    hotCopies.close();
  }

  @Test
  void besideAFull() throws Exception {
    hotCopies.fault(0, Map.of("hang", "new-0/tmp/full"));
    JsonNode full = hotCopies.start("full", "new", 0);
    assertThat(refusal(() -> hotCopies.start("full", "other", 0)))
        .isEqualTo(REFUSED + "Only one full hot copy at a time allowed");
    assertThat(refusal(() -> hotCopies.start("full", "other", 0, 1)))
        .isEqualTo(REFUSED + "Only one full hot copy at a time allowed");
    assertThat(refusal(() -> hotCopies.start("incremental", "new", 0)))
        .contains("Full hot copy must be completed before incremental hot copy");
    assertThat(refusal(() -> hotCopies.start("journal", "old", 0)))
        .contains("not the most recently initialized backup set");

    hotCopies.complete("full", "another", 1);
    hotCopies.complete("incremental", "old", 0);
    hotCopies.complete("journal", "new", 0);
    assertThat(hotCopies.api.status(full).path("status").asText()).isEqualTo("running");
    hotCopies.clearFaults(0);
    assertThat(hotCopies.awaitEnd(full).path("status").asText()).isEqualTo("completed");
  }

  @Test
  void besideAnIncremental() throws Exception {
    hotCopies.fault(0, Map.of("hang", "1.inc/control"));
    JsonNode incremental = hotCopies.start("incremental", "old", 0);
    assertThat(refusal(() -> hotCopies.start("incremental", "old", 0)))
        .isEqualTo(REFUSED + "Only one incremental hot copy at a time allowed");
    hotCopies.complete("journal", "old", 0);
    hotCopies.complete("full", "new", 0, 1);
    hotCopies.clearFaults(0);
    assertThat(hotCopies.awaitEnd(incremental).path("status").asText()).isEqualTo("completed");
  }

  @Test
  void besideAJournal() throws Exception {
    hotCopies.fault(0, Map.of("hang", "1.jnl"));
    JsonNode journal = hotCopies.start("journal", "old", 0);
    assertThat(refusal(() -> hotCopies.start("journal", "old", 0)))
        .isEqualTo(REFUSED + "Only one journal hot copy at a time allowed");
    hotCopies.complete("incremental", "old", 0);
    hotCopies.clearFaults(0);
    assertThat(hotCopies.awaitEnd(journal).path("status").asText()).isEqualTo("completed");
  }

  @Test
  void besideACoordinatedOne() throws Exception {
    hotCopies.fault(0, Map.of("hang", "new-0"));
    JsonNode full = hotCopies.start("full", "new", 0, 1);
    assertThat(refusal(() -> hotCopies.start("full", "other", 1)))
        .as("the member waits for the coordinator")
        .isEqualTo(REFUSED + "Only one full hot copy at a time allowed");
    hotCopies.clearFaults(0);
    assertThat(hotCopies.awaitEnd(full).path("status").asText()).isEqualTo("completed");
  }
}
