package io.nuodb.backup.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.nuodb.backup.agent.AgentCalls.Call;
import io.nuodb.backup.job.Cause;
import io.nuodb.backup.job.ExitCode;
import io.nuodb.backup.job.JobResult;
import io.nuodb.backup.nuodb.FakeAdmin.Answer;
import io.nuodb.backup.simulator.domain.DomainFixture;
import io.nuodb.backup.simulator.domain.TestCertificates;
import io.nuodb.backup.simulator.domain.http.BasicCredentials;
import io.nuodb.backup.simulator.domain.http.ClientAccess;
import io.nuodb.backup.simulator.domain.http.ServerAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent's commands with an admin process that asks who is there. */
class AdminAccessCommandsTest {
  private final TestTime time = new TestTime(Instant.parse("2026-04-18T22:35:00Z"));

  @TempDir private Path root;
  private TestCertificates certificates;
  private DomainFixture domain;

  @BeforeEach
  void startDomain() throws Exception {
    certificates = new TestCertificates(Files.createDirectory(root.resolve("keys")));
    var basic = new BasicCredentials("backup", "secret");
    domain =
        new DomainFixture(
            root,
            new ServerAccess(
                Optional.of(certificates.serverKey()),
                Optional.of(certificates.caCert()),
                Optional.of(basic)),
            new ClientAccess(
                Optional.of(certificates.caCert()), List.of(), false, Optional.of(basic)));
    domain.startAndAwaitRunning("sm-0");
  }

  @AfterEach
  void stop() throws Exception {
    domain.close();
  }

  @Test
  void aHotCopyIsMadeWithAClientKey() throws Exception {
    Path set = Files.createDirectory(root.resolve("backup")).resolve("set");
    Path result = root.resolve("result");
    List<String> arguments = new ArrayList<>();
    arguments.addAll(admin("hotcopy", "--client-key", certificates.clientKey().toString()));
    arguments.addAll(List.of("--type", "full", "--backup-set", set.toString()));
    arguments.addAll(List.of("--not-before", Instant.now().toString()));
    arguments.addAll(List.of("--deadline", Instant.now().plusSeconds(600).toString()));
    arguments.addAll(List.of("--result", result.toString()));

    int exitCode =
        Agent.commandLine(Environment.ofProcess()).execute(arguments.toArray(String[]::new));

    assertThat(exitCode).isEqualTo(ExitCode.SUCCEEDED);
    assertThat(JobResult.fromJson(Files.readString(result)).orElseThrow().backupSet().element())
        .extracting(JobResult.Element::type)
        .isEqualTo("full");
  }

  @Test
  void credentialsOpenTheAdmin() throws Exception {
    Call call = discover("--basic-auth", credentials("secret"));

    assertThat(call.exitCode()).isEqualTo(ExitCode.SUCCEEDED);
  }

  @Test
  void wrongCredentialsHaveACauseOfTheirOwnAndAreToldNobody() throws Exception {
    Call call = discover("--basic-auth", credentials("wr0ng"));

    assertThat(call.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(call.result().cause()).isEqualTo(Cause.AdminCredentialsRefused);
    assertThat(call.log() + call.result()).doesNotContain("wr0ng");
  }

  @Test
  void aRefusedHandshakeHasACauseOfItsOwn() throws Exception {
    TestCertificates foreign = new TestCertificates(Files.createDirectory(root.resolve("foreign")));
    String key = foreign.clientKey().toString();

    assertThat(discover("--client-key", key).result().cause()).isEqualTo(Cause.AdminTlsFailed);
    Call hotCopy =
        call(
            admin(
                "hotcopy",
                "--client-key",
                key,
                "--type",
                "full",
                "--backup-set",
                root.resolve("set").toString(),
                "--not-before",
                time.instant().toString(),
                "--deadline",
                time.instant().plusSeconds(600).toString()));
    assertThat(hotCopy.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(hotCopy.result().cause()).isEqualTo(Cause.AdminTlsFailed);
    assertThat(hotCopy.result().message()).contains("check the client key");
  }

  @Test
  void aFileThatMakesNoSenseHasACauseOfItsOwn() throws Exception {
    String nothing = root.resolve("nothing.pem").toString();
    Call call = discover("--client-key", nothing);

    assertThat(call.result().cause()).isEqualTo(Cause.AdminCredentialsUnreadable);
    assertThat(call.result().message()).contains(nothing);
  }

  @Test
  void aClientThatMayOnlyLookIsRefusedOnceAndForGood() throws IOException {
    try (FakeDomain fake = new FakeDomain(time)) {
      fake.refusal = new Answer(403, "{\"messages\": [\"Role hotcopy-admin is missing\"]}");
      Call call = fullHotCopy(fake);

      assertThat(call.result().cause()).isEqualTo(Cause.HotCopyRefused);
      assertThat(call.result().message()).endsWith("403: Role hotcopy-admin is missing");
      assertThat(posts(fake)).isEqualTo(1);
    }
  }

  @Test
  void aClientThatIsNotKnownForAMomentGetsItsHotCopy() throws IOException {
    try (FakeDomain fake = new FakeDomain(time)) {
      Answer unknown = new Answer(401, "{\"messages\": [\"Who are you\"]}");
      fake.onRequest = () -> fake.refusal = posts(fake) == 1 ? unknown : null;
      fake.onStart = () -> time.after(Duration.ofSeconds(3), () -> fake.complete(fake.only()));

      assertThat(fullHotCopy(fake).exitCode()).isEqualTo(ExitCode.SUCCEEDED);
      assertThat(posts(fake)).isEqualTo(2);
    }
  }

  private static long posts(FakeDomain fake) {
    return fake.requests().stream().filter(target -> target.startsWith("POST")).count();
  }

  private Call fullHotCopy(FakeDomain fake) throws IOException {
    return AgentCalls.call(
        time,
        root,
        "hotcopy",
        "--admin-url",
        fake.uri().toString(),
        "--database",
        "demo",
        "--storage-manager",
        "sm-0",
        "--type",
        "full",
        "--backup-set",
        root.resolve("set").toString(),
        "--not-before",
        time.instant().toString(),
        "--deadline",
        time.instant().plusSeconds(600).toString());
  }

  private Call discover(String... options) throws IOException {
    return call(admin("discover", options));
  }

  private Call call(List<String> arguments) throws IOException {
    return AgentCalls.call(time, root, arguments.toArray(String[]::new));
  }

  private List<String> admin(String command, String... options) {
    return Stream.concat(
            Stream.of(
                command,
                "--admin-url",
                "https://" + domain.apiServer(),
                "--ca-cert",
                certificates.caCert().toString(),
                "--database",
                "demo",
                "--storage-manager",
                "sm-0"),
            Stream.of(options))
        .toList();
  }

  private String credentials(String password) throws IOException {
    Path directory = Files.createDirectory(root.resolve("basic"));
    Files.writeString(directory.resolve("username"), "backup");
    Files.writeString(directory.resolve("password"), password);
    return directory.toString();
  }
}
