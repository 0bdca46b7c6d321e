package io.nuodb.backup.simulator.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.nuodb.backup.simulator.backup.NuoArchive;
import io.nuodb.backup.simulator.store.Commit;
import io.nuodb.backup.simulator.store.FileTree;
import io.nuodb.backup.simulator.store.ModelDatabase;
import io.nuodb.backup.simulator.store.Store;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import picocli.CommandLine;

/** Runs nuoarchive and compares what it does with what it should. */
final class NuoArchiveRun {
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);

  private record Outcome(int exitCode, String out, String err) {}

  private final Path destination;

  NuoArchiveRun(Path destination) {
    this.destination = destination;
  }

  private static Outcome run(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        new CommandLine(new NuoArchive())
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(Stream.of(arguments).map(Object::toString).toArray(String[]::new));
    return new Outcome(exitCode, out.toString(), err.toString());
  }

  void assertElement(ModelSet set, UUID element, Map<String, Map<Long, String>> rows)
      throws IOException {
    assertRestores(
        rows,
        "restore",
        "--backup-element-id",
        element,
        "--restore-dir",
        destination,
        set.directory);
  }

  void assertNoElement(ModelSet set, UUID element) throws IOException {
    assertRefused(
        "restore", "--backup-element-id", element, "--restore-dir", destination, set.directory);
  }

  void assertLatest(ModelSet set, Map<String, Map<Long, String>> rows) throws IOException {
    assertRestores(rows, "restore", "--restore-dir", destination, set.directory);
  }

  void assertNoLatest(ModelSet set) throws IOException {
    assertRefused("restore", "--restore-dir", destination, set.directory);
  }

  void assertTransaction(ModelSet set, long transactionId, Map<String, Map<Long, String>> rows)
      throws IOException {
    assertRestores(
        rows,
        "restore",
        "--restore-snapshot",
        transactionId,
        "--restore-dir",
        destination,
        set.directory);
  }

  void assertNoTransaction(ModelSet set, long transactionId) throws IOException {
    assertRefused(
        "restore",
        "--restore-snapshot",
        transactionId,
        "--restore-dir",
        destination,
        set.directory);
  }

  private void assertRestores(Map<String, Map<Long, String>> rows, Object... arguments)
      throws IOException {
    Outcome outcome = run(arguments);
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.exitCode()).isZero();
    assertArchive(destination, rows);
    FileTree.delete(destination);
  }

  static void assertArchive(Path archive, Map<String, Map<Long, String>> rows) throws IOException {
    try (Store restored = Store.open(archive, StorageManager.SMALL)) {
      assertThat(ModelDatabase.rowsOf(restored)).as("restored rows").isEqualTo(rows);
    }
  }

  private void assertRefused(Object... arguments) throws IOException {
    Outcome outcome = run(arguments);
    assertThat(outcome.exitCode()).as("exit code of a restore to be refused").isEqualTo(1);
    assertThat(outcome.err()).startsWith("[ERROR] nuoarchive: ");
    assertThat(FileTree.isEmptyOrAbsent(destination)).isTrue();
    FileTree.delete(destination);
  }

  void assertReports(ModelSet set, List<Commit> transactions) {
    Outcome outcome = run("restore", "--report-timestamps", set.directory);
    if (!set.hasElements()) {
      assertThat(outcome.exitCode()).isEqualTo(1);
      return;
    }
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.out().lines())
        .as("reported transactions of " + set.directory.getFileName())
        .isEqualTo(
            transactions.stream()
                .map(commit -> TIMESTAMP.format(commit.commitTime()) + " " + commit.transactionId())
                .toList());
  }
}
