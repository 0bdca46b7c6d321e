package io.nuodb.backup.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.nuodb.backup.agent.AgentCalls.Call;
import io.nuodb.backup.job.Cause;
import io.nuodb.backup.job.ExitCode;
import io.nuodb.backup.job.JobResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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
        .containsExactly(new JobResult.StorageManager("sm-0", 0, null, null));
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
        .containsExactly(new JobResult.StorageManager("sm-0", 0, null, "SYNCING"));
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
