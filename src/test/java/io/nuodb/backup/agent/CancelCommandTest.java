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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CancelCommandTest {
  private static final Instant START = Instant.parse("2026-04-18T22:35:00Z");

  @TempDir private Path directory;
  private final TestTime time = new TestTime(START);
  private final FakeDomain domain = new FakeDomain(time);

  @BeforeEach
  void aRunningHotCopy() {
    domain.start(directory.resolve("set"), "full");
  }

  @AfterEach
  void stop() {
    domain.close();
  }

  @Test
  void aRunningHotCopyIsCancelled() throws IOException {
    Call call = cancel();

    assertThat(call.exitCode()).isEqualTo(ExitCode.SUCCEEDED);
    assertThat(domain.only().status).isEqualTo("cancelled");
    assertThat(call.result().hotCopy()).isEqualTo(new JobResult.HotCopy("id-1", "1"));
  }

  @Test
  void oneThatHasEndedIsLeftAsItIs() throws IOException {
    domain.complete(domain.only());

    Call call = cancel();

    assertThat(call.exitCode()).isEqualTo(ExitCode.SUCCEEDED);
    assertThat(call.result().message()).contains("Hot copy successfully completed");
    assertThat(domain.requests()).noneMatch(request -> request.startsWith("POST"));
  }

  @Test
  void oneThatTheStorageManagerForgotHasEnded() throws IOException {
    domain.remembered.clear();

    assertThat(cancel().exitCode()).isEqualTo(ExitCode.SUCCEEDED);
    assertThat(time.instant()).isEqualTo(START);
  }

  @Test
  void oneWhoseStorageManagerIsGoneHasEndedAfterTheWait() throws IOException {
    domain.restartStorageManager();

    assertThat(cancel().exitCode()).isEqualTo(ExitCode.SUCCEEDED);
    assertThat(time.instant()).isAfter(START.plusSeconds(59));
  }

  @Test
  void aRestartedAdminIsGivenTimeToHearOfTheStorageManager() throws IOException {
    domain.processKnown = false;
    time.after(Duration.ofSeconds(40), () -> domain.processKnown = true);

    assertThat(cancel().exitCode()).isEqualTo(ExitCode.SUCCEEDED);
    assertThat(domain.only().status).isEqualTo("cancelled");
  }

  @Test
  void oneOfAnUnlistedStorageManagerIsCancelledToo() throws IOException {
    Call call = cancel("elsewhere");

    assertThat(call.exitCode()).isEqualTo(ExitCode.SUCCEEDED);
    assertThat(domain.only().status).isEqualTo("cancelled");
  }

  @Test
  void withoutAnyStorageManagerNothingIsKnownOfItsEnd() throws IOException {
    domain.processKnown = false;

    Call call = cancel();

    assertThat(call.result().cause()).isEqualTo(Cause.ArchiveUnknown);
    assertThat(domain.only().status).isEqualTo("running");
  }

  @Test
  void theWaitForItsEndIsBounded() throws IOException {
    domain.cancels = false;

    Call call = cancel();

    assertThat(call.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(call.result().cause()).isEqualTo(Cause.HotCopyNotCancelled);
    assertThat(call.result().message()).contains("Stage1: Begin");
    assertThat(time.instant()).isBefore(START.plusSeconds(70));
  }

  @Test
  void withoutAnAdminAnotherPodMayTry() throws IOException {
    domain.reachable = false;

    Call call = cancel();

    assertThat(call.exitCode()).isEqualTo(ExitCode.RETRY);
    assertThat(call.result().cause()).isEqualTo(Cause.AdminUnreachable);
  }

  private Call cancel() throws IOException {
    return cancel("demo");
  }

  private Call cancel(String database) throws IOException {
    String text = "cancel --admin-url %s --database %s --coordinator-start-id 1 --hot-copy-id id-1";
    return AgentCalls.call(time, directory, text.formatted(domain.uri(), database).split(" "));
  }
}
