package io.nuodb.backup.simulator.nuocmd;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The other commands of NuoDB's own nuocmd that its documents on hot copy and the scripts of its
 * Helm charts use.
 */
@ParameterizedClass
@EnumSource
class NuocmdDomainTest {
  private static final String SM =
      "\\[SM] sm-0/127\\.0\\.0\\.1:\\d+ \\[start_id = 1] \\[server_id = nuoadmin-0]"
          + " \\[pid = \\d+] \\[node_id = \\d+] \\[last_ack = +[\\d.]+] MONITORED:RUNNING\n";

  private final Transport transport;
  private NuocmdFixture database;
  private Nuocmd nuocmd;

  NuocmdDomainTest(Transport transport) {
    this.transport = transport;
  }

  @BeforeEach
  void start(@TempDir Path root) throws Exception {
    database = new NuocmdFixture(root, transport);
    database.startStorageManagers(1);
    nuocmd = database.nuocmd();
  }

  @AfterEach
  void stop() throws Exception {
    database.close();
  }

  /** nuobackup finds an archive's pod with {@code grep} in this output. */
  @Test
  void processes() throws Exception {
    assertThat(nuocmd.print("get processes --db-name demo").lines())
        .hasSize(2)
        .anyMatch(
            line ->
                line.startsWith("Process(address=sm-0/127.0.0.1:")
                    && line.contains(", archive_id=0, db_name=demo, durable_state=MONITORED,")
                    && line.contains("engine_state=RUNNING, engine_type=SM,")
                    && line.contains("journal-hot-copy: enable"));
    assertThat(
            nuocmd.jsons("get processes --db-name demo").stream()
                .map(process -> process.path("type").asText()))
        .containsExactly("TE", "SM");
    assertThat(nuocmd.print("get processes --db-name other")).isEmpty();
    assertThat(nuocmd.print("check process --start-id 1 --check-running --timeout 10")).isEmpty();
    assertThat(nuocmd.refusal("check process --start-id 99 --check-running"))
        .startsWith("'check process' failed: ");
  }

  @Test
  void archives() throws Exception {
    Path archive = database.domain().archive("sm-0");
    assertThat(nuocmd.print("show archives --db-name demo"))
        .matches(
            ("\\[0] <NO VALUE> : %s @ demo \\[journal_path = ]"
                    + " \\[observer_storage_groups = \\[]] RUNNING\n  %s")
                .formatted(archive, SM));

    Path restored = database.backup("restored");
    String create = "create archive --db-name demo --is-external --restored --archive-path ";
    JsonNode created = nuocmd.json(create + restored);
    assertThat(created.path("id").asInt()).isEqualTo(1);
    assertThat(created.path("state").asText()).isEqualTo("PROVISIONED");
    assertThat(nuocmd.print("get archives --db-name demo").lines())
        .hasSize(2)
        .anyMatch(
            line -> line.startsWith("Archive(archive_path=" + restored + ", db_name=demo, id=1,"));

    nuocmd.print("delete archive --archive-id 1");
    assertThat(nuocmd.print("show archives --removed"))
        .contains("[1]")
        .contains("REMOVED(PROVISIONED)");
    nuocmd.print("delete archive --archive-id 1 --purge");
    assertThat(nuocmd.print("show archives --removed")).isEmpty();
  }

  @Test
  void domainAndDatabase() throws Exception {
    nuocmd.print("check database --db-name demo --check-running --num-processes 2 --timeout 60");
    assertThat(nuocmd.print("show domain"))
        .contains("Servers:\n  [nuoadmin-0] ")
        .contains("Databases:\n  demo [state = RUNNING]\n    [TE] te/127.0.0.1:")
        .containsPattern("    " + SM);
    assertThat(nuocmd.print("show database --db-name demo --skip-exited"))
        .contains("  demo [state = RUNNING]\n    [TE] te/127.0.0.1:")
        .containsPattern("    " + SM);
    assertThat(nuocmd.print("get databases")).contains("name=demo").contains("state=RUNNING");
    nuocmd.print("check servers --check-connected --check-active --check-leader --timeout 30");
    assertThat(nuocmd.refusal("check database --db-name demo --check-running --num-processes 3"))
        .startsWith("'check database' failed: ");
  }

  /** nuobackup's bookkeeping. */
  @Test
  void values() throws Exception {
    String key = " --key /nuodb/nuobackup/demo/latest";
    assertThat(nuocmd.print("get value" + key)).isEmpty();

    nuocmd.print("set value" + key + " --value group-0 --expected-value \"\"");
    assertThat(nuocmd.print("get value" + key)).isEqualTo("group-0\n");
    assertThat(nuocmd.refusal("set value" + key + " --value group-1 --expected-value \"\""))
        .startsWith("'set value' failed: ");
    nuocmd.print("set value" + key + " --value group-1 --expected-value group-0");
    assertThat(nuocmd.refusal("set value" + key + " --value group-2"))
        .startsWith("'set value' failed: ");
    nuocmd.print("set value" + key + " --value group-2 --unconditional");

    assertThat(nuocmd.print("get value" + key)).isEqualTo("group-2\n");
  }

  @Test
  void storageGroups() throws Exception {
    database.startStorageManager("sm-1", "sg1");

    assertThat(
            nuocmd.jsons("get storage-groups --db-name demo").stream()
                .collect(
                    Collectors.toMap(
                        group -> group.path("sgName").asText(),
                        group ->
                            group
                                .path("archiveStates")
                                .propertyStream()
                                .map(e -> e.getKey())
                                .toList())))
        .containsEntry("SG1", List.of("1"))
        .containsEntry("UNPARTITIONED", List.of("0", "1"));
  }
}
