package io.nuodb.backup.simulator.domain;

import static io.nuodb.backup.simulator.domain.HotCopyDomain.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.nuodb.backup.simulator.domain.http.HttpError;
import io.nuodb.backup.simulator.store.Store;
import io.nuodb.backup.simulator.store.StoreSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a request for a hot copy may ask for, and what is refused. */
class HotCopyRequestTest {
  private static final String REFUSED = "Failure while performing hot-copy: ";

  private HotCopyDomain hotCopies;

  @BeforeEach
  void startDomain(@TempDir Path root) throws Exception {
    hotCopies = new HotCopyDomain(root);
    hotCopies.startStorageManager(0, "east");
    hotCopies.startStorageManager(1, "west");
    hotCopies.write(0, 500, "first");
  }

  @AfterEach
  void stopDomain() throws Exception {
    hotCopies.close();
  }

  @Test
  void allStorageGroupsMustBeCoveredUnlessTheRequestSaysOtherwise() throws Exception {
    assertThat(refusal(() -> hotCopies.start("full", "a", 0)))
        .isEqualTo(REFUSED + "Storage groups [WEST] are not covered by archives [0]");
    assertThat(refusal(() -> hotCopies.startSimple(simple(1))))
        .isEqualTo(REFUSED + "Storage groups [EAST] are not covered by archives [1]");
    hotCopies.complete("full", "a", 0, 1);
    hotCopies.start(partial("full", "b", 0));
  }

  @Test
  void valuesOfNoUseAreRefused() {
    for (String rate : new String[] {"0", "-1", "1.5", "fast"}) {
      Map<String, Object> command = partial("full", "a", 0);
      command.put("maxRate", rate);
      assertThat(refusal(() -> hotCopies.start(command)))
          .isEqualTo(REFUSED + "Invalid maxRate " + rate);
    }
    assertThat(refusal(() -> hotCopies.start("partial", "a", 0)))
        .isEqualTo(REFUSED + "Unknown hot-copy type partial");
    Map<String, Object> noNumber = partial("full", "a", 0);
    noNumber.put("backupSetDirs", Map.of("zero", "/a"));
    assertThat(refusal(() -> hotCopies.start(noNumber)))
        .isEqualTo(REFUSED + "Invalid archiveId zero");
    assertThat(
            refusal(() -> hotCopies.startSimple(Map.of("backupLocations", Map.of("0", Map.of())))))
        .isEqualTo(REFUSED + "No backup location for archiveId=0");
    assertThat(hotCopies.set("a", 0)).doesNotExist();
  }

  @Test
  void waitingTooShortIsAnsweredWithTheStatusWhileTheHotCopyGoesOn() throws Exception {
    hotCopies.fault(0, Map.of("hang", ""));
    Map<String, Object> command = partial("full", "a", 0);
    command.put("timeoutSec", 0);
    HttpError waited = catchThrowableOfType(HttpError.class, () -> hotCopies.start(command));
    assertThat(waited.status()).isEqualTo(408);

    JsonNode running = running(0);
    assertThat(running.path("status").asText()).isEqualTo("running");
    assertThat(running(3_600).isMissingNode()).as("has not run for an hour").isTrue();
    hotCopies.clearFaults(0);
    assertThat(hotCopies.awaitEnd(running).path("status").asText()).isEqualTo("completed");
    assertThat(running(0).isMissingNode()).as("has ended").isTrue();
  }

  private JsonNode running(int minSecondsRunning) throws Exception {
    return hotCopies
        .api
        .get("databases/demo/hotCopyStatus?timeoutSec=30&minSecondsRunning=" + minSecondsRunning)
        .path("hotCopyStatuses")
        .path(hotCopies.process(0).path("startId").asText())
        .path(0);
  }

  @Test
  void aSimpleHotCopyIsAnArchiveWithTheJournalWhereItWasWanted() throws Exception {
    Path archive = hotCopies.set("simple", 0);
    Path journal = hotCopies.backup("journal");
    Map<String, Object> location =
        Map.of("copyArchiveDir", archive.toString(), "copyJournalDir", journal.toString());
    JsonNode status =
        hotCopies.startSimple(
            Map.of(
                "backupLocations",
                Map.of("0", location),
                "checkContainsAllSgs",
                false,
                "timeoutSec",
                60));
    assertThat(status.path("status").asText()).isEqualTo("completed");
    assertThat(archive.resolve("journal")).doesNotExist();
    assertThat(journal).isNotEmptyDirectory();
    StoreSettings settings =
        StoreSettings.of(DomainFixture.DATABASE, Store.databaseIdOf(archive).orElseThrow(), "host")
            .withJournalDirectory(journal);
    try (Store store = Store.open(archive, settings)) {
      assertThat(store.rows("foo", 0, 1_000)).hasSize(500);
    }
  }

  @Test
  void aSimpleDefaultLocationIsForAllArchives() throws Exception {
    Path both = hotCopies.backup("both");
    assertThat(
            refusal(
                () ->
                    hotCopies.startSimple(
                        Map.of(
                            "defaultBackupLocation", Map.of("copyArchiveDir", both.toString())))))
        .as("two archives in one directory")
        .contains("Failed to create archive " + both);
    assertThat(Files.exists(both)).isFalse();
  }

  private Map<String, Object> simple(int archive) {
    return Map.of(
        "backupLocations",
        Map.of(
            String.valueOf(archive),
            Map.of("copyArchiveDir", hotCopies.set("simple", archive).toString())));
  }

  private Map<String, Object> partial(String type, String name, int archive) {
    Map<String, Object> command = hotCopies.command(type, name, archive);
    command.put("checkContainsAllSgs", false);
    return command;
  }
}
