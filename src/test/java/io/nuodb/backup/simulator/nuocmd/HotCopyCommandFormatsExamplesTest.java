package io.nuodb.backup.simulator.nuocmd;

import static io.nuodb.backup.simulator.nuocmd.NuocmdFixture.ID;
import static io.nuodb.backup.simulator.nuocmd.NuocmdFixture.TIMESTAMP;
import static io.nuodb.backup.simulator.nuocmd.NuocmdFixture.identified;
import static io.nuodb.backup.simulator.nuocmd.NuocmdFixture.list;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of NuoDB's document "Hot Copy Command Formats", in its order. */
class HotCopyCommandFormatsExamplesTest {
  private static final String FULL = "hotcopy database --db-name demo --type full ";

  private NuocmdFixture database;
  private Nuocmd nuocmd;

  @BeforeEach
  void start(@TempDir Path root) throws Exception {
    database = new NuocmdFixture(root);
    nuocmd = database.nuocmd();
  }

  @AfterEach
  void stop() throws Exception {
    database.close();
  }

  /** --default-backup-dir with --shared: each archive in a subdirectory named by its id. */
  @Test
  void initiatingAHotCopyOfAllArchives() throws Exception {
    database.startStorageManagers(2);
    Path shared = database.backup("");

    database.complete(FULL + "--default-backup-dir " + shared + " --shared");

    assertThat(list(shared)).containsExactly("0", "1");
    assertThat(list(shared.resolve("0"))).containsExactly("full", "state.xml", "tmp");
    assertThat(list(shared.resolve("1"))).containsExactly("full", "state.xml", "tmp");
  }

  @Test
  void usingTheProcessFilterOption() throws Exception {
    database.start("sm-0", Map.of("role", "nohotcopy"), Map.of());
    database.startStorageManager("sm-1");
    Path set = database.backup("demo-2022-04-18");

    JsonNode status =
        database.complete(
            FULL + "--default-backup-dir " + set + " --process-filter \"label(role hotcopy)\"");

    assertThat(status.path("coordinatorStartId").asText()).isEqualTo(startIdOf("sm-1"));
    assertThat(list(set)).containsExactly("full", "state.xml", "tmp");
  }

  @Test
  void gettingInformationAboutAHotCopy() throws Exception {
    database.startStorageManagers(1);
    Path set = database.backup("demo");
    database.complete(FULL + "--backup-dirs 0 " + set);
    database.insert(1);
    database.heldWrites().hold(set.resolve("tmp"));

    String begun =
        nuocmd.print("hotcopy database --db-name demo --type incremental --backup-dirs 0 " + set);
    assertThat(begun).matches("HotCopyResponse\\(coordinator_start_id=1, id=" + ID + "\\)\\n");
    String id = begun.substring(begun.indexOf(" id=") + 4, begun.indexOf(')'));
    String status = "get hotcopy-status --coordinator-start-id 1 --hotcopy-id " + id;
    String running =
        ("HotCopyResponse\\(begin_timestamp=%s, coordinator_start_id=1, id=%s,"
                + " message=Stage1: .*, status=running(, .*)?\\)\n")
            .formatted(TIMESTAMP, id);
    assertThat(nuocmd.print(status)).matches(running);
    assertThat(nuocmd.print("get hotcopy-info --coordinator-start-id 1")).contains(id);
    assertThat(nuocmd.print("get hotcopy-info --db-name demo")).contains(id);
    assertThat(nuocmd.print("get hotcopy-info --db-name demo --running-for 2h")).doesNotContain(id);
    assertThat(nuocmd.print("show hotcopy-info --db-name demo")).contains(id + " [running]");

    database.heldWrites().release();
    assertThat(nuocmd.print(status + " --timeout 60"))
        .matches(
            ("HotCopyResponse\\(begin_timestamp=%s, coordinator_start_id=1, end_timestamp=%s,"
                    + " id=%s, message=Hot copy successfully completed,"
                    + " status=completed(, .*)?\\)\n")
                .formatted(TIMESTAMP, TIMESTAMP, id));
  }

  @Test
  void cancellingAHotCopy() throws Exception {
    database.startStorageManagers(1);
    Path set = database.backup("demo");
    database.heldWrites().hold(set.resolve("tmp"));
    JsonNode full = nuocmd.json(FULL + "--backup-dirs 0 " + set);

    assertThat(nuocmd.print("cancel hotcopy " + identified(full))).contains("status=running");

    database.heldWrites().release();
    assertThat(database.await(full).path("status").asText()).isEqualTo("cancelled");
    assertThat(set.resolve("full")).doesNotExist();
  }

  private String startIdOf(String hostname) throws Exception {
    return nuocmd.jsons("get processes --db-name demo").stream()
        .filter(process -> process.path("hostname").asText().equals(hostname))
        .map(process -> process.path("startId").asText())
        .findFirst()
        .orElseThrow();
  }
}
