package io.nuodb.backup.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.nuodb.backup.agent.AgentCalls.Call;
import io.nuodb.backup.job.Cause;
import io.nuodb.backup.job.ExitCode;
import io.nuodb.backup.job.JobResult;
import io.nuodb.backup.nuodb.BackupSetFiles;
import io.nuodb.backup.nuodb.FakeAdmin.Answer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that talk to the admin process, from command line to exit code. */
class AdminCommandsTest {
  private static final Instant START = Instant.parse("2026-04-18T22:35:00Z");

  @TempDir private Path directory;
  private final TestTime time = new TestTime(START);
  private final FakeDomain domain = new FakeDomain(time);

  @AfterEach
  void stop() {
    domain.close();
  }

  @Test
  void discoverMapsPodsToArchives() throws IOException {
    Call call = discover("sm-0");

    assertThat(call.exitCode()).isEqualTo(ExitCode.SUCCEEDED);
    assertThat(call.result().storageManagers())
        .containsExactly(new JobResult.StorageManager("sm-0", 0, null, null, true, List.of("SG0")));
  }

  @Test
  void discoverLeavesOutWhatTheAdminDoesNotTell() throws IOException {
    domain.options = null;
    domain.storageGroups = new Answer(403, "{\"message\": \"not permitted\"}");

    Call call = discover("sm-0");

    assertThat(call.exitCode()).isEqualTo(ExitCode.SUCCEEDED);
    assertThat(call.result().storageManagers())
        .containsExactly(new JobResult.StorageManager("sm-0", 0, null, null, null, null));
  }

  @Test
  void discoverNamesPodsThatTheAdminDoesNotKnow() throws IOException {
    Call call = discover("sm-0", "sm-1");

    assertThat(call.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(call.result().cause()).isEqualTo(Cause.ArchiveUnknown);
    assertThat(call.result().message()).endsWith("in 1 of 2 pods: sm-1");
    assertThat(call.result().storageManagers())
        .extracting(JobResult.StorageManager::archiveId)
        .containsExactly(0, null);
  }

  @Test
  void discoverTellsTheStateOfAStorageManagerThatIsNotRunning() throws IOException {
    domain.state = "SYNCING";

    assertThat(discover("sm-0").result().storageManagers())
        .containsExactly(
            new JobResult.StorageManager("sm-0", 0, null, "SYNCING", true, List.of("SG0")));
  }

  @Test
  void discoverWaitsForStorageManagersThatARestartedAdminForgot() throws IOException {
    domain.processKnown = false;
    time.after(Duration.ofSeconds(50), () -> domain.processKnown = true);

    assertThat(discover("sm-0").exitCode()).isEqualTo(ExitCode.SUCCEEDED);
  }

  @Test
  void discoverWaitsForTheAdmin() throws IOException {
    domain.reachable = false;
    time.after(Duration.ofSeconds(50), () -> domain.reachable = true);

    assertThat(discover("sm-0").exitCode()).isEqualTo(ExitCode.SUCCEEDED);
  }

  @Test
  void discoverGivesUpAfterItsWaitAndMayBeRetried() throws IOException {
    domain.reachable = false;

    Call call = discover("sm-0");

    assertThat(call.exitCode()).isEqualTo(ExitCode.RETRY);
    assertThat(call.result().cause()).isEqualTo(Cause.AdminUnreachable);
    assertThat(time.instant())
        .isBetween(START.plus(Duration.ofSeconds(60)), START.plus(Duration.ofSeconds(66)));
  }

  @Test
  void hotcopyTakesItsWholeCommandLine() throws IOException {
    domain.onStart = () -> time.after(Duration.ofSeconds(3), () -> domain.complete(domain.only()));

    Call call =
        AgentCalls.call(time, directory, hotCopy("hotcopy", "--type", "full", "--max-rate", "50"));

    assertThat(call.exitCode()).isEqualTo(ExitCode.SUCCEEDED);
    assertThat(call.result().backupSet().element().type()).isEqualTo("full");
    assertThat(call.log().lines().toList().getLast()).contains("completed: element full");
  }

  @Test
  void inspectTakesItsWholeCommandLine() throws IOException {
    Call call = AgentCalls.call(time, directory, hotCopy("inspect", "--type", "incremental"));

    assertThat(call.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(call.result().cause()).isEqualTo(Cause.HotCopyLost);
    assertThat(call.log().lines().toList().getLast()).startsWith("HotCopyLost: ");
  }

  @Test
  void anIncompleteCommandLineIsAFaultOfItsOwn() throws IOException {
    Call call = AgentCalls.call(time, directory, "hotcopy", "--type", "journal");

    assertThat(call.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(call.result()).isNull();
  }

  @Test
  void theElementBeforeTheRunIsCheckedWhenGiven() throws IOException {
    String[] good = hotCopy("inspect", "--type", "incremental", "--after-element", "3.inc");
    String[] bad = hotCopy("inspect", "--type", "incremental", "--after-element", "3.jnl");

    assertThat(AgentCalls.call(time, directory, good).exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(AgentCalls.call(time, directory, bad).exitCode()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void placesThatMakeNoSenseAreUsageFaults() throws IOException {
    for (String places :
        new String[] {
          "full --storage-manager sm-0",
          "full --storage-manager sm-0 --backup-root /b",
          "full --storage-manager sm-0 --archive-directory /b/a",
          "simple --storage-manager sm-0 --backup-set /b/a",
          "journal --storage-manager sm-0 --backup-root /b --backup-set /b/a",
          "journal --storage-manager sm-0 --backup-root /b --after-element 1.jnl",
          "full --storage-manager sm-0 sm-1 --backup-set /b/a",
          "full --storage-manager sm-0=/b/a sm-1",
          "full --storage-manager sm-0=/b/a sm-0=/b/b",
          "full --storage-manager sm-0=/b/a --mounted sm-1",
          "incremental --storage-manager sm-0 --backup-set /b/a --after-element sm-1=1.inc",
          "incremental --storage-manager sm-0 --backup-set /b/a --after-element 1.inc 2.inc",
          "incremental --storage-manager sm-0=/b/a sm-1=/b/b --after-element 1.inc",
          "full --storage-manager sm-0 --backup-set /b/a --engine-texts /nowhere",
        }) {
      Call call = AgentCalls.call(time, directory, placed(places));

      assertThat(call.exitCode()).as(places).isEqualTo(ExitCode.USAGE);
      assertThat(domain.requests()).isEmpty();
    }
  }

  @Test
  void anAdminUrlIsSchemeHostAndPortAndNotQuotedOtherwise() throws IOException {
    for (String url :
        new String[] {
          "http://user:s3cret@nuodb:8888",
          "http://nuo_db:8888",
          "http://-:8888",
          "http://nuodb:8888?password=s3cret",
          "http://nuodb:8888/s3cret",
          "nuodb:8888",
        }) {
      StringWriter told = new StringWriter();
      int exitCode =
          Agent.commandLine(Environment.ofProcess())
              .setErr(new PrintWriter(told))
              .execute(
                  "discover",
                  "--database",
                  "demo",
                  "--storage-manager",
                  "sm-0",
                  "--admin-url",
                  url);

      assertThat(exitCode).as(url).isEqualTo(ExitCode.USAGE);
      assertThat(told.toString()).contains("--admin-url", "host and port").doesNotContain("s3cret");
    }
  }

  @Test
  void aJournalHotCopyTakesItsWholeCommandLine() throws IOException {
    BackupSetFiles.initialise(directory.resolve("set"));
    BackupSetFiles.element(directory.resolve("set"), "1.jnl", "old", START, START, Map.of());
    domain.onStart = () -> time.after(Duration.ofSeconds(3), () -> domain.complete(domain.only()));

    Call call =
        AgentCalls.call(
            time,
            directory,
            placed(
                "journal --storage-manager sm-0 --backup-root %s --archive-uid archive-uid"
                        .formatted(directory)
                    + " --after-element set/1.jnl"));

    assertThat(call.exitCode()).isEqualTo(ExitCode.SUCCEEDED);
    assertThat(call.result().backupSet().element().name()).isEqualTo("2.jnl");
    assertThat(call.result().volume().size()).isGreaterThanOrEqualTo(call.result().volume().free());
  }

  @Test
  void theVolumeWithTheJournalIsToldHoweverTheHotCopyEnds() throws IOException {
    String[] command = journal("--journal-volume " + directory);
    Call failed = AgentCalls.call(time, directory, command);
    BackupSetFiles.initialise(directory.resolve("set"));
    domain.onStart = () -> time.after(Duration.ofSeconds(3), () -> domain.complete(domain.only()));
    Call good = AgentCalls.call(time, directory, command);

    assertThat(failed.result().cause()).isEqualTo(Cause.BackupSetNotFound);
    assertThat(good.result().cause()).isNull();
    for (Call call : List.of(failed, good)) {
      JobResult.Volume seen = call.result().journalVolume();
      assertThat(seen.size()).isEqualTo(Files.getFileStore(directory).getTotalSpace());
      assertThat(seen.free()).isBetween(0L, seen.size());
    }
  }

  @Test
  void aVolumeWithTheJournalThatCannotBeReadChangesNothing() throws IOException {
    BackupSetFiles.initialise(directory.resolve("set"));
    domain.onStart = () -> time.after(Duration.ofSeconds(3), () -> domain.complete(domain.only()));

    Call call =
        AgentCalls.call(
            time, directory, journal("--journal-volume " + directory.resolve("nowhere")));

    assertThat(call.exitCode()).isEqualTo(ExitCode.SUCCEEDED);
    assertThat(call.result().backupSet().element().name()).isEqualTo("1.jnl");
    assertThat(call.result().journalVolume()).isNull();
  }

  @Test
  void anInspectionOfAJournalHotCopyTakesItsWholeCommandLine() throws IOException {
    BackupSetFiles.initialise(directory.resolve("set"));
    domain.complete(domain.start(directory.resolve("set"), "journal"));

    Call call =
        AgentCalls.call(
            time,
            directory,
            ("inspect --admin-url %s --database demo --type journal --storage-manager sm-0"
                    + " --backup-root %s --after-element set/full"
                    + " --not-before 2026-04-18T22:35:00Z --deadline 2026-04-19T04:35:00Z")
                .formatted(domain.uri(), directory)
                .split(" "));

    assertThat(call.exitCode()).isEqualTo(ExitCode.SUCCEEDED);
    assertThat(call.result().backupSet().directory()).isEqualTo("set");
    assertThat(call.result().backupSet().element().name()).isEqualTo("1.jnl");
  }

  @Test
  void aCoordinatedHotCopyTakesItsWholeCommandLine() throws IOException {
    domain.storageManagers = 2;
    domain.onStart = () -> time.after(Duration.ofSeconds(3), () -> domain.complete(domain.only()));
    Path set = directory.resolve("set");
    BackupSetFiles.initialise(set);
    BackupSetFiles.element(set, "full", "old", START, START, Map.of());
    BackupSetFiles.element(set, "1.inc", "newer", START.plusSeconds(1), START, Map.of());

    Call call =
        AgentCalls.call(
            time,
            directory,
            placed(
                "incremental --storage-manager sm-0=%s sm-1=%s/other --mounted sm-0"
                        .formatted(set, directory)
                    + " --after-element sm-0=1.inc sm-1=full --partial-storage-groups"));

    assertThat(call.exitCode()).isEqualTo(ExitCode.SUCCEEDED);
    assertThat(call.result().storageManagers()).hasSize(2);
    assertThat(call.result().backupSet().element().name()).isEqualTo("2.inc");
    assertThat(domain.lastBody())
        .contains("\"0\":\"" + set + "\"")
        .contains("\"1\":\"" + set.resolveSibling("other") + "\"")
        .contains("\"checkContainsAllSgs\":false");
  }

  @Test
  void ofSeveralStorageManagersNoVolumeIsMountedUnlessNamed() throws IOException {
    domain.storageManagers = 2;
    domain.onStart = () -> time.after(Duration.ofSeconds(3), () -> domain.complete(domain.only()));
    String places = "full --storage-manager sm-0=%1$s/a sm-1=%1$s/b".formatted(directory);

    Call unnamed = AgentCalls.call(time, directory, placed(places));
    Call named = AgentCalls.call(time, directory, placed(places + " --mounted sm-1"));

    assertThat(unnamed.exitCode()).isEqualTo(ExitCode.SUCCEEDED);
    assertThat(unnamed.result().backupSet()).isNull();
    assertThat(unnamed.result().volume()).isNull();
    assertThat(named.result().backupSet().directory()).isEqualTo("b");
    assertThat(named.result().volume()).isNotNull();
  }

  @Test
  void theOnlyStorageManagersVolumeIsMountedUnlessItIsOneOfAGroup() throws IOException {
    domain.onStart = () -> time.after(Duration.ofSeconds(3), () -> domain.complete(domain.only()));
    String alone = "full --storage-manager sm-0 --backup-set %s/set".formatted(directory);
    String group = "full --storage-manager sm-0=%s/set".formatted(directory);

    assertThat(AgentCalls.call(time, directory, placed(alone)).result().backupSet()).isNotNull();
    assertThat(AgentCalls.call(time, directory, placed(group)).result().backupSet()).isNull();
  }

  @Test
  void inspectTakesTheHotCopysName() throws IOException {
    Call call =
        AgentCalls.call(
            time,
            directory,
            hotCopy(
                "inspect", "--type", "full", "--coordinator-start-id", "9", "--hot-copy-id", "id"));

    assertThat(call.result().cause()).isEqualTo(Cause.StorageManagerLost);
    assertThat(call.result().hotCopy()).isEqualTo(new JobResult.HotCopy("id", "9"));
  }

  private String[] journal(String more) {
    return placed("journal --storage-manager sm-0 --backup-root %s %s".formatted(directory, more));
  }

  private String[] placed(String places) {
    return ("hotcopy --admin-url %s --database demo --not-before 2026-04-18T22:35:00Z"
            + " --deadline 2026-04-19T04:35:00Z --type %s")
        .formatted(domain.uri(), places)
        .split(" ");
  }

  private Call discover(String... pods) throws IOException {
    String text = "discover --admin-url %s --database demo --storage-manager %s";
    return AgentCalls.call(
        time, directory, text.formatted(domain.uri(), String.join(" ", pods)).split(" "));
  }

  private String[] hotCopy(String command, String... more) {
    String text =
        "%s --admin-url %s --database demo --storage-manager sm-0 --backup-set %s"
            + " --not-before 2026-04-18T22:35:00Z --deadline 2026-04-19T04:35:00Z %s";
    return text.formatted(command, domain.uri(), directory.resolve("set"), String.join(" ", more))
        .split(" ");
  }
}
