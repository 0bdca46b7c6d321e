package io.nuodb.backup.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.nuodb.backup.agent.AgentCalls.Call;
import io.nuodb.backup.job.Cause;
import io.nuodb.backup.job.ExitCode;
import io.nuodb.backup.job.RestoreScript;
import io.nuodb.backup.nuodb.BackupSetFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The chain of a restore's containers, with a shell script in nuoarchive's place. */
class RestoreCommandsTest {
  private static final Instant TIME = Instant.parse("2026-04-18T22:35:00Z");

  /** Copies the data of the elements up to the wanted one, as far as this test goes into it. */
  private static final String NUOARCHIVE =
      """
      #!/bin/sh
      [ "$1 $2 $4" = "restore --restore-dir --backup-element-id" ] || exit 64
      [ "$TZ" = UTC ] || exit 65
      mkdir "$3" && cp -R "$6/full/data/." "$3"
      if [ "$5" = id-1 ]; then cp -R "$6/1.inc/data/." "$3"; fi
      echo "restored $6"
      """;

  @TempDir private Path directory;
  private Path set;
  private Path target;
  private Path work;

  @BeforeEach
  void aSetWithOneIncremental() throws IOException {
    set = directory.resolve("backup/set");
    target = directory.resolve("volume/demo");
    work = Files.createDirectory(directory.resolve("work"));
    BackupSetFiles.initialise(set);
    BackupSetFiles.element(
        set,
        "full",
        "id-0",
        TIME,
        TIME.plusSeconds(1),
        Map.of("1.atm", "one", "2.atm", "two", "2.cat/1.atm", "in", "journal/u/njf_0/1.njf", "j"));
    BackupSetFiles.element(
        set, "1.inc", "id-1", TIME.plusSeconds(60), TIME.plusSeconds(61), Map.of("3.atm", "three"));
    fingerprints("1.inc", "", "3401 3401 3401");
    fingerprints("1.inc", "2.cat", "3401");
    nuoarchive(NUOARCHIVE);
  }

  @Test
  void theNewestElementIsRestoredByDefault() throws Exception {
    assertThat(prepare().exitCode()).isEqualTo(ExitCode.SUCCEEDED);
    engine();
    Call verified = verify();

    assertThat(verified.exitCode()).isEqualTo(ExitCode.SUCCEEDED);
    assertThat(verified.result().restored().elementId()).isEqualTo("id-1");
    assertThat(verified.result().restored().endTime()).isEqualTo(TIME.plusSeconds(61));
    assertThat(verified.result().restored().files()).isEqualTo(5);
    assertThat(verified.result().restored().size()).isEqualTo(14);
    assertThat(verified.result().backupSet().element().name()).isEqualTo("1.inc");
    assertThat(target.resolve("3.atm")).hasContent("three");
  }

  @Test
  void anEarlierElementIsRestoredWhenNamed() throws Exception {
    prepare("--element", "id-0");
    engine();

    assertThat(verify().result().restored().elementId()).isEqualTo("id-0");
    assertThat(target.resolve("3.atm")).doesNotExist();
  }

  @Test
  void theDataOfLaterElementsIsNotNeeded() throws Exception {
    delete(set.resolve("1.inc/data"));

    assertThat(prepare("--element", "id-0").exitCode()).isEqualTo(ExitCode.SUCCEEDED);
    Call newest = prepare();
    assertThat(newest.result().cause()).isEqualTo(Cause.ElementDataMissing);
    assertThat(newest.result().message()).contains("1.inc");
  }

  @Test
  void setsThatCannotBeRestoredAreTold() throws Exception {
    assertThat(prepare("--element", "id-7").result().cause()).isEqualTo(Cause.ElementNotFound);

    delete(set.resolve("1.inc"));
    delete(set.resolve("full"));
    assertThat(prepare().result().cause()).isEqualTo(Cause.ElementNotFound);

    BackupSetFiles.write(set.resolve("state.xml"), "");
    assertThat(prepare().result().cause()).isEqualTo(Cause.BackupSetUnreadable);

    delete(set);
    assertThat(prepare().result().cause()).isEqualTo(Cause.BackupSetNotFound);
    assertThat(target.getParent()).doesNotExist();
  }

  @Test
  void aTargetWithForeignFilesIsRefusedAndLeftAlone() throws Exception {
    BackupSetFiles.write(target.resolve("1.atm"), "precious");

    Call call = prepare();

    assertThat(call.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(call.result().cause()).isEqualTo(Cause.TargetNotEmpty);
    assertThat(call.result().message()).endsWith("holds 1.atm");
    assertThat(target.resolve("1.atm")).hasContent("precious");
  }

  @Test
  void whatAnEarlierAttemptLeftIsCleared() throws Exception {
    prepare();
    BackupSetFiles.write(target.resolve("9.cat/half.atm"), "half");

    assertThat(prepare().exitCode()).isEqualTo(ExitCode.SUCCEEDED);
    assertThat(target).isEmptyDirectory();
  }

  @Test
  void whatAnotherRestoreLeftIsNotCleared() throws Exception {
    prepare();
    BackupSetFiles.write(target.resolve("half.atm"), "half");

    Call other = restore("prepare", "somebody-else");

    assertThat(other.result().cause()).isEqualTo(Cause.TargetNotEmpty);
    assertThat(target.resolve("half.atm")).exists();
  }

  @Test
  void aCompletedRestoreIsVerifiedAgainButNotRepeated() throws Exception {
    prepare();
    engine();
    verify();
    BackupSetFiles.write(target.resolve("later.atm"), "written by a storage manager");
    delete(work);
    Files.createDirectory(work);

    assertThat(prepare().exitCode()).isEqualTo(ExitCode.SUCCEEDED);
    nuoarchive("#!/bin/sh\nexit 1\n");
    engine();

    assertThat(verify().exitCode()).isEqualTo(ExitCode.SUCCEEDED);
    assertThat(target.resolve("later.atm")).exists();
  }

  @Test
  void nuoarchivesErrorIsToldByItsLastLines() throws Exception {
    nuoarchive("#!/bin/sh\ni=0; while [ $i -lt 90 ]; do i=$((i+1)); echo line $i; done; exit 3\n");
    prepare();
    String log = engine();

    Call call = verify();

    assertThat(log.lines()).hasSize(90);
    assertThat(call.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(call.result().cause()).isEqualTo(Cause.NuoarchiveFailed);
    assertThat(call.result().message())
        .isEqualTo(
            "nuoarchive ended with 3: "
                + IntStream.rangeClosed(41, 90)
                    .mapToObj(i -> "line " + i)
                    .collect(Collectors.joining("\n")));
  }

  @Test
  void anEngineThatWasKilledIsAFailure() throws Exception {
    prepare();

    assertThat(verify().result().message()).isEqualTo("nuoarchive did not end");
  }

  @Test
  void anArchiveWithMissingOrEmptyAtomsIsNoSuccess() throws Exception {
    prepare();
    engine();
    Files.delete(target.resolve("2.cat/1.atm"));
    BackupSetFiles.write(target.resolve("3.atm"), "");

    Call call = verify();

    assertThat(call.result().cause()).isEqualTo(Cause.VerificationFailed);
    assertThat(call.result().message())
        .contains("2 faults: ", "missing 2.cat/1.atm", "empty 3.atm");
    assertThat(Files.readString(target.resolveSibling(".demo.restore"))).contains("RESTORING");
  }

  @Test
  void aMissingCatalogIsNoSuccess() throws Exception {
    prepare();
    engine();
    delete(target.resolve("2.cat"));

    assertThat(verify().result().message()).endsWith("1 faults: missing 2.cat/1.atm");
  }

  @Test
  void ofManyFaultsTheFirstAreNamed() throws Exception {
    fingerprints("1.inc", "2.cat", "3401".repeat(500_000));
    prepare();
    engine();

    String message = verify().result().message();

    assertThat(message).contains("499999 faults: missing 2.cat/2.atm, missing 2.cat/3.atm, ");
    assertThat(message).hasSizeLessThan(300);
  }

  @Test
  void aTargetThatIsNotThereIsNoSuccess() throws Exception {
    prepare();
    engine();
    delete(target);

    assertThat(verify().result().message())
        .contains("5 faults: missing 1.atm, ")
        .endsWith("missing 2.cat/1.atm, no journal directory");
  }

  @Test
  void anAtomDroppedSinceTheFullIsNotMissed() throws Exception {
    fingerprints("1.inc", "", "3401 01 3401");
    prepare();
    engine();
    Files.delete(target.resolve("2.atm"));

    assertThat(verify().exitCode()).isEqualTo(ExitCode.SUCCEEDED);
  }

  @Test
  void anArchiveWithoutJournalIsNoSuccess() throws Exception {
    prepare();
    engine();
    delete(target.resolve("journal"));

    assertThat(verify().result().message()).endsWith("1 faults: no journal directory");
  }

  /** The fingerprint table of the root or of a catalog, as hexadecimal digits. */
  private void fingerprints(String element, String catalog, String hashes) throws IOException {
    Path control = set.resolve(element).resolve("control").resolve(catalog);
    Files.createDirectories(control);
    Files.write(
        control.resolve("fingerprints.dat"),
        HexFormat.of().parseHex("361a0000" + hashes.replace(" ", "")));
  }

  private Call prepare(String... more) throws IOException {
    return restore("prepare", "restore-uid", more);
  }

  private Call verify() throws IOException {
    return restore("verify", "restore-uid");
  }

  private Call restore(String command, String owner, String... more) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                command,
                "--backup-set",
                set.toString(),
                "--target",
                target.toString(),
                "--owner",
                owner,
                "--work",
                work.toString()));
    arguments.addAll(List.of(more));
    return AgentCalls.call(new TestTime(TIME), directory, arguments.toArray(String[]::new));
  }

  /** The engine's container; returns its log. */
  private String engine() throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
                "/bin/sh",
                "-c",
                RestoreScript.TEXT,
                "nuoarchive",
                set.toString(),
                target.toString(),
                work.toString())
            .redirectErrorStream(true);
    builder.environment().merge("PATH", directory + "/bin", (path, bin) -> bin + ":" + path);
    Process process = builder.start();
    String log = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).isZero();
    return log;
  }

  private void nuoarchive(String script) throws IOException {
    Path file = directory.resolve("bin/nuoarchive");
    BackupSetFiles.write(file, script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void delete(Path path) throws IOException {
    try (var files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
