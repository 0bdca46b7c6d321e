package io.nuodb.backup.simulator.nuocmd;

import static io.nuodb.backup.simulator.nuocmd.NuocmdFixture.ID;
import static io.nuodb.backup.simulator.nuocmd.NuocmdFixture.TIMESTAMP;
import static io.nuodb.backup.simulator.nuocmd.NuocmdFixture.identified;
import static io.nuodb.backup.simulator.nuocmd.NuocmdFixture.list;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The hot copy commands of NuoDB's own nuocmd, with all their options. */
@ParameterizedClass
@EnumSource
class NuocmdTest {
  private static final String HOT_COPY = "hotcopy database --db-name demo --type ";
  private static final String COMPLETED =
      "HotCopyResponse\\(begin_timestamp=%s, coordinator_start_id=\\d+, end_timestamp=%s, id=%s,"
          + " message=Hot copy successfully completed, status=completed, timestamp_range=.*\\)\n";

  private final Transport transport;
  private NuocmdFixture database;
  private Nuocmd nuocmd;
  private Path set;

  NuocmdTest(Transport transport) {
    this.transport = transport;
  }

  @BeforeEach
  void start(@TempDir Path root) throws Exception {
    database = new NuocmdFixture(root, transport);
    database.startStorageManagers(1);
    database.fill(100);
    nuocmd = database.nuocmd();
    set = database.backup("demo-1");
  }

  @AfterEach
  void stop() throws Exception {
    database.close();
  }

  @Test
  void everyTypeOfHotCopyIsPrintedWithItsEnd() throws Exception {
    String completed = COMPLETED.formatted(TIMESTAMP, TIMESTAMP, ID);
    for (String type : List.of("full", "incremental", "journal")) {
      String command = HOT_COPY + type + " --backup-dirs 0 " + set + " --timeout 60";
      assertThat(nuocmd.print(command)).matches(completed);
    }
    Path copy = database.backup("copy");
    assertThat(nuocmd.print(HOT_COPY + "simple --backup-dirs 0 " + copy + " --timeout 60"))
        .matches(completed);
    assertThat(list(set)).containsExactly("1.inc", "1.jnl", "full", "state.xml", "tmp");
    assertThat(copy.resolve("1.atm")).exists();
  }

  @Test
  void withShowJsonTheStatusIsTheOneOfTheRestApi() throws Exception {
    JsonNode status = database.complete(HOT_COPY + "full --backup-dirs 0 " + set);

    assertThat(status.path("hotCopyId").asText()).matches(ID);
    assertThat(status.path("coordinatorStartId").asText()).isEqualTo("1");
    assertThat(status.path("beginTimestamp").asText()).matches(TIMESTAMP);
    assertThat(status.path("endTimestamp").asText()).matches(TIMESTAMP);
    assertThat(status.path("destinationDirectory").asText()).isEqualTo(set + "/tmp/full/data");
    assertThat(status.path("message").asText()).isEqualTo("Hot copy successfully completed");
    assertThat(status.path("stage").asInt()).isEqualTo(3);
    assertThat(status.path("uri").asText())
        .startsWith(transport.scheme() + "://")
        .endsWith("hotCopyId=" + status.path("hotCopyId").asText());
  }

  @Test
  void theDefaultBackupDirectoryIsForAllArchivesWithoutOne() throws Exception {
    database.startStorageManager("sm-1");
    Path other = database.backup("other");
    database.complete(HOT_COPY + "full --default-backup-dir " + set + " --backup-dirs 1 " + other);
    assertThat(list(set)).containsExactly("full", "state.xml", "tmp");
    assertThat(list(other)).containsExactly("full", "state.xml", "tmp");

    Path shared = database.backup("");
    database.complete(HOT_COPY + "full --shared --default-backup-dir " + shared);
    assertThat(list(shared)).containsExactly("0", "1", "demo-1", "other");
  }

  @Test
  void theProcessFilterChoosesTheArchives() throws Exception {
    database.start("sm-1", Map.of("role", "nohotcopy"), Map.of());
    String filter = " --process-filter \"label(role hotcopy)\" --default-backup-dir ";

    database.complete(HOT_COPY + "full" + filter + set);
    database.complete(HOT_COPY + "full --shared" + filter + database.backup("shared"));

    assertThat(list(set)).containsExactly("full", "state.xml", "tmp");
    assertThat(list(database.backup(""))).containsExactly("demo-1", "shared-0");
  }

  @Test
  void aHotCopyThatTakesLongerIsFollowedAndCancelled() throws Exception {
    database.heldWrites().hold(set.resolve("tmp"));
    String command = HOT_COPY + "full --max-rate 1 --timeout 1 --backup-dirs 0 " + set;

    Output timedOut = nuocmd.run(command);
    assertThat(timedOut.exitCode()).isEqualTo(1);
    assertThat(timedOut.err()).isEmpty();
    assertThat(timedOut.out())
        .matches(
            ("HotCopyResponse\\(begin_timestamp=%s, coordinator_start_id=1, id=%s,"
                    + " message=Stage1: .*: timeout while waiting for hot copy operation to"
                    + " finish, status=running, timestamp_range=.*\\)\n")
                .formatted(TIMESTAMP, ID));

    JsonNode running =
        nuocmd.json("get hotcopy-info --db-name demo").path("hotCopyStatuses").path("1").path(0);
    String cancel = "cancel hotcopy " + identified(running) + " --timeout 60";
    assertThat(nuocmd.json(cancel).path("status").asText()).isEqualTo("cancelled");
    assertThat(nuocmd.json("get hotcopy-status " + identified(running)).path("status").asText())
        .isEqualTo("cancelled");
  }

  @Test
  void storageGroupsMustBeCompleteUnlessPartialOnesAreAskedFor() throws Exception {
    database.startStorageManager("sm-1", "SG1");
    String command = HOT_COPY + "full --backup-dirs 0 " + set;

    assertThat(nuocmd.refusal(command))
        .startsWith("'hotcopy database' failed: Failure while performing hot-copy: ")
        .contains("SG1");
    database.complete(command + " --partial-storage-groups");
  }

  @Test
  void runningHotCopiesAreListedInEveryForm() throws Exception {
    database.heldWrites().hold(set.resolve("tmp"));
    JsonNode started = nuocmd.json(HOT_COPY + "full --backup-dirs 0 " + set);
    String id = started.path("hotCopyId").asText();

    assertThat(nuocmd.print("get hotcopy-info --coordinator-start-id 1"))
        .startsWith("HotCopyDatabaseStatuses(")
        .contains("id=" + id);
    assertThat(nuocmd.print("get hotcopy-info --db-name demo --timeout 10"))
        .startsWith("HotCopyDatabaseStatuses(")
        .contains("id=" + id);
    assertThat(statuses("get hotcopy-info --coordinator-start-id 1")).containsExactly(id);
    assertThat(statuses("get hotcopy-info --db-name demo --running-for 0s")).containsExactly(id);
    assertThat(statuses("get hotcopy-info --db-name demo --running-for 2h")).isEmpty();
    assertThat(nuocmd.print("show hotcopy-info --db-name demo --running-for 0"))
        .matches(
            "\\[SM] sm-0/127.0.0.1:\\d+ \\[start_id = 1].* MONITORED:RUNNING\n"
                + "  %s \\[running] %s\\.\\.\\. : Stage1: .* \\(1\\)\n".formatted(id, TIMESTAMP));

    database.heldWrites().release();
    assertThat(nuocmd.print("get hotcopy-status " + identified(started) + " --timeout 60"))
        .matches(COMPLETED.formatted(TIMESTAMP, TIMESTAMP, id));
    assertThat(statuses("get hotcopy-info --db-name demo --running-for 0s")).isEmpty();
    assertThat(nuocmd.print("show hotcopy-info --db-name demo"))
        .matches(
            ("(?s).*  %s \\[completed] %s\\.\\.\\d\\d:\\d\\d:\\d\\d"
                    + " : Hot copy successfully completed \\(3\\)\n")
                .formatted(id, TIMESTAMP));
  }

  @Test
  void refusalsAreTheDocumentedTexts() throws Exception {
    String failed = "'hotcopy database' failed: Failure while performing hot-copy: ";
    Path orphan = database.backup("no/parent");

    assertThat(nuocmd.refusal(HOT_COPY + "full"))
        .isEqualTo(failed + "No archives specified for hot-copy and no default backup location");
    assertThat(nuocmd.refusal(HOT_COPY + "full --backup-dirs 7 " + set))
        .isEqualTo(failed + "No RUNNING SMs found for database dbName=demo");
    assertThat(nuocmd.refusal(HOT_COPY + "full --backup-dirs 0 " + orphan))
        .isEqualTo(
            failed
                + "Error while sending engine request: Failed to create backup set "
                + orphan
                + ": No such file or directory");

    database.heldWrites().hold(set.resolve("tmp"));
    nuocmd.print(HOT_COPY + "full --backup-dirs 0 " + set);
    assertThat(nuocmd.refusal(HOT_COPY + "full --backup-dirs 0 " + database.backup("other")))
        .isEqualTo(
            failed
                + "Error while sending engine request: Only one full hot copy at a time allowed");
  }

  @Test
  void unknownHotCopiesAreErrors() throws Exception {
    String unknown = "--coordinator-start-id 1 --hotcopy-id " + UUID.randomUUID();

    assertThat(nuocmd.refusal("get hotcopy-status " + unknown))
        .startsWith("'get hotcopy-status' failed: ");
    assertThat(nuocmd.refusal("cancel hotcopy " + unknown)).startsWith("'cancel hotcopy' failed: ");
    assertThat(nuocmd.refusal("get hotcopy-info --coordinator-start-id 99"))
        .isEqualTo("'get hotcopy-info' failed: Process with startId=99 not found");
  }

  private List<String> statuses(String command) throws Exception {
    return nuocmd
        .json(command)
        .path("hotCopyStatuses")
        .path("1")
        .valueStream()
        .map(status -> status.path("hotCopyId").asText())
        .toList();
  }
}
