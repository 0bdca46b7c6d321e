package io.nuodb.backup.simulator.nuocmd;

import static io.nuodb.backup.simulator.nuocmd.NuocmdFixture.foo;
import static io.nuodb.backup.simulator.nuocmd.NuocmdFixture.list;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples and rules of NuoDB's document "Using Hot Copy Successfully", in its order. */
class UsingHotCopySuccessfullyExamplesTest {
  private static final String FULL = "hotcopy database --db-name demo --type full --backup-dirs ";
  private static final String INCREMENTAL =
      "hotcopy database --db-name demo --type incremental --backup-dirs ";
  private static final String JOURNAL =
      "hotcopy database --db-name demo --type journal --backup-dirs ";

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

  /** "This backup can be used directly with nuocmd create archive by specifying --restored." */
  @Test
  void simpleHotCopy() throws Exception {
    database.startStorageManagers(1);
    database.insert(1);
    Path copy = database.backup("copy");
    database.complete("hotcopy database --db-name demo --type simple --backup-dirs 0 " + copy);
    database.insert(2);

    assertThat(foo(copy)).containsExactly(1L);
    assertThat(database.startProcess("--restored --archive-path " + copy, "")).isEqualTo(1);
    assertThat(nuocmd.print("show archives --db-name demo")).contains("[1] nuoadmin-0 : " + copy);
  }

  /** The rules for "two or more hot copy commands against a given archive concurrently". */
  @Test
  void concurrentHotCopiesOfOneArchive() throws Exception {
    database.startStorageManagers(1);
    database.fill(100);
    Path previous = database.backup("demo-2021-12-17");
    Path set = database.backup("demo-2021-12-18");
    database.complete(FULL + "0 " + previous);
    database.complete(JOURNAL + "0 " + previous);

    database.heldWrites().hold(set.resolve("tmp/full"));
    JsonNode full = nuocmd.json(FULL + "0 " + set);
    assertThat(nuocmd.refusal(FULL + "0 " + set))
        .as("two hot copies of the same type against the same backup set")
        .endsWith("Only one full hot copy at a time allowed");
    assertThat(nuocmd.refusal(INCREMENTAL + "0 " + set))
        .as("a full and incremental hot copy against the same backup set")
        .startsWith("'hotcopy database' failed: Failure while performing hot-copy: ");
    // A journal hot copy against a set whose full is running, once it is initialized.
    database.complete(JOURNAL + "0 " + set);
    // An incremental against a previous set whilst a full is creating the next one.
    database.complete(INCREMENTAL + "0 " + previous);
    assertThat(nuocmd.refusal(JOURNAL + "0 " + previous))
        .as("a journal hot copy against a previous set if the next has been initialized")
        .startsWith("'hotcopy database' failed: Failure while performing hot-copy: ");
    database.heldWrites().release();
    assertThat(database.await(full).path("status").asText()).isEqualTo("completed");

    database.insert(1);
    database.heldWrites().hold(set.resolve("tmp/1.inc"));
    JsonNode incremental = nuocmd.json(INCREMENTAL + "0 " + set);
    // A journal and an incremental hot copy against the same backup set concurrently.
    database.complete(JOURNAL + "0 " + set);
    database.heldWrites().release();
    assertThat(database.await(incremental).path("status").asText()).isEqualTo("completed");

    assertThat(list(previous)).containsExactly("1.inc", "1.jnl", "full", "state.xml", "tmp");
    assertThat(list(set)).containsExactly("1.inc", "1.jnl", "2.jnl", "full", "state.xml", "tmp");
  }

  /** Archives 0 and 2 by separate commands, which may run at the same time. */
  @Test
  void multiZoneRedundantHotCopy() throws Exception {
    database.startStorageManagers(3);
    database.insert(1);
    Path set0 = database.backup("demo-2021-12-18-archive-0");
    Path set2 = database.backup("demo-2021-12-18-archive-2");

    JsonNode first = nuocmd.json(FULL + "0 " + set0);
    JsonNode second = nuocmd.json(FULL + "2 " + set2);

    assertThat(database.await(first).path("status").asText()).isEqualTo("completed");
    assertThat(database.await(second).path("status").asText()).isEqualTo("completed");
    assertThat(first.path("coordinatorStartId")).isNotEqualTo(second.path("coordinatorStartId"));
    assertThat(foo(database.restore("", set0))).containsExactly(1L);
    assertThat(foo(database.restore("", set2))).containsExactly(1L);
  }

  /** Incremental hot copies of archives 0 and 2 take turns, each with a set of its own. */
  @Test
  void interleavedBackups() throws Exception {
    database.startStorageManagers(3);
    Path set0 = database.backup("demo-2021-12-18-archive-0");
    Path set2 = database.backup("demo-2021-12-18-archive-2");
    database.complete(FULL + "0 " + set0);
    database.complete(FULL + "2 " + set2);

    database.insert(1);
    database.complete(INCREMENTAL + "0 " + set0);
    database.insert(2);
    database.complete(INCREMENTAL + "2 " + set2);
    database.insert(3);
    database.complete(INCREMENTAL + "0 " + set0);

    assertThat(foo(database.restore("", set0))).containsExactly(1L, 2L, 3L);
    assertThat(foo(database.restore("", set2))).containsExactly(1L, 2L);
  }

  /** SM1 with SG1 and SG2, SM2 with SG2 and SG3: neither alone backs up the whole database. */
  @Test
  void redundantHotCopyWithStorageGroups() throws Exception {
    database.startStorageManager("sm-1", "SG1", "SG2");
    database.startStorageManager("sm-2", "SG2", "SG3");
    database.insert(1);
    Path set0 = database.backup("2021-12-18-arch0");
    Path set1 = database.backup("2021-12-18-arch1");

    assertThat(nuocmd.refusal(FULL + "0 " + set0)).contains("SG3");
    assertThat(nuocmd.refusal(FULL + "1 " + set1)).contains("SG1");
    assertThat(set0).doesNotExist();
    assertThat(set1).doesNotExist();

    JsonNode both = database.complete(FULL + "0 " + set0 + " 1 " + set1);
    String collection = "<BackupCollection id=\"" + both.path("hotCopyId").asText() + "\"/>";
    assertThat(set0.resolve("state.xml")).content().contains(collection);
    assertThat(set1.resolve("state.xml")).content().contains(collection);
    assertThat(foo(database.restore("", set0))).containsExactly(1L);
    assertThat(foo(database.restore("", set1))).containsExactly(1L);
  }
}
