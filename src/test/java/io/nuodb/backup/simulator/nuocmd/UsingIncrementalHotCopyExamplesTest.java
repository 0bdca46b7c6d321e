package io.nuodb.backup.simulator.nuocmd;

import static io.nuodb.backup.simulator.nuocmd.NuocmdFixture.atoms;
import static io.nuodb.backup.simulator.nuocmd.NuocmdFixture.foo;
import static io.nuodb.backup.simulator.nuocmd.NuocmdFixture.list;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of NuoDB's document "Using Incremental Hot Copy", in its order. */
class UsingIncrementalHotCopyExamplesTest {
  private NuocmdFixture database;

  @BeforeEach
  void start(@TempDir Path root) throws Exception {
    database = new NuocmdFixture(root);
  }

  @AfterEach
  void stop() throws Exception {
    database.close();
  }

  /** Example 1: the document's full hot copy has 140 atoms, its first incremental 6. */
  @Test
  void incrementalHotCopyIntoABackupSet() throws Exception {
    database.startStorageManagers(1);
    database.fill(5_000);
    Path set = database.backup("demo-2022-04-18");

    JsonNode full =
        database.complete("hotcopy database --db-name demo --type full --backup-dirs 0 " + set);
    assertThat(list(set)).containsExactly("full", "state.xml", "tmp");
    long inFull = atoms(set.resolve("full/data"));
    assertThat(inFull).isBetween(100L, 200L);

    database.insert(1);
    String incremental =
        "hotcopy database --db-name demo --type incremental --backup-dirs 0 " + set;
    database.complete(incremental);
    assertThat(list(set)).containsExactly("1.inc", "full", "state.xml", "tmp");
    long inSet = atoms(set);
    assertThat(inSet - inFull).isBetween(1L, 10L);

    database.complete(incremental);
    assertThat(list(set)).containsExactly("1.inc", "2.inc", "full", "state.xml", "tmp");
    assertThat(atoms(set)).isEqualTo(inSet);

    assertThat(foo(database.restore("", set))).containsExactly(1L);
    String atFull = "--backup-element-id " + full.path("hotCopyId").asText();
    assertThat(foo(database.restore(atFull, set))).isEmpty();
  }

  /** Example 2: a coordinated hot copy of archives 0 and 2, of which each has a set of its own. */
  @Test
  void incrementalHotCopyWithStorageGroups() throws Exception {
    database.startStorageManagers(3);
    database.fill(100);
    Path set0 = database.backup("demo-2022-04-18-archive-0");
    Path set2 = database.backup("demo-2022-04-18-archive-2");
    String both = " --backup-dirs 0 " + set0 + " 2 " + set2;

    database.complete("hotcopy database --db-name demo --type full" + both);
    database.insert(1);
    database.complete("hotcopy database --db-name demo --type incremental" + both);

    for (Path set : new Path[] {set0, set2}) {
      assertThat(list(set)).containsExactly("1.inc", "full", "state.xml", "tmp");
      assertThat(foo(database.restore("", set))).containsExactly(1L);
    }
  }
}
