package io.nuodb.backup.simulator.nuocmd;

import static io.nuodb.backup.simulator.nuocmd.NuocmdFixture.foo;
import static org.assertj.core.api.Assertions.assertThat;

import io.nuodb.backup.simulator.domain.DomainFixture;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of NuoDB's document "Using Journal Hot Copy", in its order. */
class JournalHotCopyExamplesTest {
  private static final String FULL = "hotcopy database --db-name demo --type full --backup-dirs 0 ";
  private static final String INCREMENTAL =
      "hotcopy database --db-name demo --type incremental --backup-dirs 0 ";
  private static final String JOURNAL =
      "hotcopy database --db-name demo --type journal --backup-dirs 0 ";

  @TempDir private Path root;
  private NuocmdFixture database;
  private Nuocmd nuocmd;
  private Path set;

  @BeforeEach
  void start() throws Exception {
    database = new NuocmdFixture(root);
    nuocmd = database.nuocmd();
    set = database.backup("demo-2022-04-18");
  }

  @AfterEach
  void stop() throws Exception {
    database.close();
  }

  /** "Journal hot copy is temporarily suspended by archive synchronization." */
  @Test
  void suspendedByArchiveSynchronization() throws Exception {
    database.startStorageManagers(2);
    database.complete(FULL + set);
    database.complete(JOURNAL + set);

    database.domain().stop("sm-0");
    database.insert(1);
    database.startStorageManager("sm-0");
    assertThat(nuocmd.refusal(JOURNAL + set))
        .endsWith("Full or incremental hot copy must be completed before journal hot copy");

    database.complete(INCREMENTAL + set);
    database.complete(JOURNAL + set);
  }

  /** "An SM must first be enabled with the journal-hot-copy startup option." */
  @Test
  void enablingJournalHotCopy() throws Exception {
    database.start("sm-0", NuocmdFixture.HOT_COPY, Map.of());
    database.complete(FULL + set);

    assertThat(nuocmd.refusal(JOURNAL + set))
        .startsWith("'hotcopy database' failed: Failure while performing hot-copy: ")
        .contains("journal-hot-copy");

    int enabled =
        database.startProcess(
            "--archive-path " + root.resolve("sm-1"),
            " --options journal-hot-copy enable --labels role hotcopy");
    assertThat(enabled).isEqualTo(1);
    Path set1 = database.backup("demo-2022-04-18-archive-1");
    database.complete("hotcopy database --db-name demo --type full --backup-dirs 1 " + set1);
    database.complete("hotcopy database --db-name demo --type journal --backup-dirs 1 " + set1);
  }

  /** Examples 1 and 2: three inserts, a journal hot copy, and a restore to the second insert. */
  @Test
  void pointInTimeRestore() throws Exception {
    database.startStorageManagers(1);
    database.complete(FULL + set);
    long first = database.insert(1);
    long second = database.insert(2);
    long third = database.insert(3);
    database.complete(JOURNAL + set);

    Output report = NuocmdFixture.nuoarchive("restore --report-timestamps " + set);
    assertThat(report.err()).isEmpty();
    List<String> lines = report.out().lines().toList();
    assertThat(lines)
        .allMatch(line -> line.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d \\d+"));
    assertThat(lines.stream().map(line -> line.substring(line.indexOf(' ') + 1)))
        .containsExactly("" + first, "" + second, "" + third);

    Path archives = root.resolve("archives");
    try (DomainFixture test2 = new DomainFixture(archives)) {
      Path archive = test2.archive("test2");
      Output restore =
          NuocmdFixture.nuoarchive(
              "restore --restore-snapshot %d --restore-dir %s %s".formatted(second, archive, set));
      assertThat(restore.err()).isEmpty();
      assertThat(restore.exitCode()).isZero();
      test2.startAndAwaitRunning("test2");
      assertThat(foo(test2.liveRows())).containsExactly(1L, 2L);
    }

    assertThat(foo(database.restore("--restore-snapshot " + third, set)))
        .as("the last transaction listed restores all of them")
        .containsExactly(1L, 2L, 3L);
    assertThat(foo(database.restore("", set))).as("the end of the full").isEmpty();
  }
}
