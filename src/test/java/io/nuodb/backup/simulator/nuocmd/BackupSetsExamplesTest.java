package io.nuodb.backup.simulator.nuocmd;

import static io.nuodb.backup.simulator.nuocmd.NuocmdFixture.foo;
import static io.nuodb.backup.simulator.nuocmd.NuocmdFixture.list;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.nuodb.backup.simulator.domain.sm.StorageManager;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of NuoDB's document "Using Backup Sets", in its order. */
class BackupSetsExamplesTest {
  private static final String FULL = "hotcopy database --db-name demo --type full --backup-dirs 0 ";
  private static final String INCREMENTAL =
      "hotcopy database --db-name demo --type incremental --backup-dirs 0 ";
  private static final String JOURNAL =
      "hotcopy database --db-name demo --type journal --backup-dirs 0 ";

  private NuocmdFixture database;
  private Nuocmd nuocmd;
  private StorageManager storageManager;

  @BeforeEach
  void start(@TempDir Path root) throws Exception {
    database = new NuocmdFixture(root);
    storageManager = database.startStorageManager("sm-0");
    nuocmd = database.nuocmd();
  }

  @AfterEach
  void stop() throws Exception {
    database.close();
  }

  /** "A backup set containing one full, two incremental and two journal hot copies". */
  @Test
  void backupSetDirectory() throws Exception {
    Path set = database.backup("demo-1");
    database.complete(FULL + set);
    for (int value = 1; value <= 2; value++) {
      database.insert(value);
      database.complete(INCREMENTAL + set);
      database.complete(JOURNAL + set);
    }

    assertThat(list(set))
        .containsExactly("1.inc", "1.jnl", "2.inc", "2.jnl", "full", "state.xml", "tmp");
    for (String element : new String[] {"1.inc", "1.jnl", "2.inc", "2.jnl", "full"}) {
      assertThat(list(set.resolve(element))).as(element).containsExactly("control", "data");
    }
    assertThat(list(set.resolve("tmp"))).isEmpty();
    assertThat(set.resolve("state.xml")).isRegularFile();
  }

  /** "You can compress and/or move the data directories", until the set is to be restored. */
  @Test
  void dataDirectoriesMayBeElsewhereWhileTheSetIsInUse() throws Exception {
    Path set = database.backup("demo-1");
    database.complete(FULL + set);
    Path elsewhere = database.backup("moved-data");
    Files.move(set.resolve("full/data"), elsewhere);
    database.insert(1);
    database.complete(INCREMENTAL + set);

    String restore = "restore --restore-dir " + database.backup("restored") + " " + set;
    assertThat(NuocmdFixture.nuoarchive(restore).exitCode()).isNotZero();

    Files.move(elsewhere, set.resolve("full/data"));
    assertThat(foo(database.restore("", set))).containsExactly(1L);
  }

  /** The figure "Backup Set Workflow": a set exists, a new one is created, the new one exists. */
  @Test
  void managingBackupSets() throws Exception {
    Path setN = database.backup("demo-1");
    Path next = database.backup("demo-2");
    database.complete(FULL + setN);
    database.insert(1);
    database.complete(INCREMENTAL + setN);
    database.complete(JOURNAL + setN);

    database.heldWrites().hold(next.resolve("tmp/full"));
    JsonNode full = nuocmd.json(FULL + next);
    database.insert(2);
    database.complete(INCREMENTAL + setN);
    long third = database.insert(3);
    database.complete(JOURNAL + next);
    assertThat(list(setN)).containsExactly("1.inc", "1.jnl", "2.inc", "full", "state.xml", "tmp");
    assertThat(list(next)).containsExactly("1.jnl", "state.xml", "tmp");

    database.heldWrites().release();
    assertThat(database.await(full).path("status").asText()).isEqualTo("completed");
    database.insert(4);
    database.complete(INCREMENTAL + next);
    database.complete(JOURNAL + next);
    assertThat(list(next)).containsExactly("1.inc", "1.jnl", "2.jnl", "full", "state.xml", "tmp");

    // A point in time while the full ran needs both sets; the later one is named.
    assertThat(foo(database.restore("--restore-snapshot " + third, next)))
        .containsExactly(1L, 2L, 3L);
    assertThat(foo(database.restore("", next))).containsExactly(1L, 2L, 3L, 4L);
    assertThat(foo(database.restore("", setN))).containsExactly(1L, 2L);
    Files.move(setN, Files.createDirectory(database.backup("off-site")).resolve("demo-1"));
    Output alone =
        NuocmdFixture.nuoarchive(
            "restore --restore-snapshot %d --restore-dir %s %s"
                .formatted(third, database.backup("restored"), next));
    assertThat(alone.exitCode()).as("without the previous set beside it").isNotZero();
  }

  /** "The target hot copy directory should not be removed or renamed during a hot copy." */
  @Test
  void theSetIsRenamedDuringAHotCopy() throws Exception {
    database.fill(100);
    Path set = database.backup("demo-1");
    database.heldWrites().hold(set.resolve("tmp/full"));
    nuocmd.print(FULL + set);

    Files.move(set, database.backup("renamed"));
    database.heldWrites().release();

    assertThat(CompletableFuture.runAsync(storageManager::awaitFailure))
        .failsWithin(Duration.ofSeconds(60))
        .withThrowableThat()
        .havingCause()
        .withMessageContaining("Unable to create archive directory: No such file or directory");
  }
}
