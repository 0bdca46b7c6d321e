package io.nuodb.backup.simulator.backup;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code nuoarchive restore} (NuoDB docs, NuoDB Archive). */
@Command(
    name = "restore",
    description = "Restores a backup set into a new archive, or reports what the set holds.",
    mixinStandardHelpOptions = true)
final class RestoreCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--restore-dir",
      paramLabel = "DIR",
      description = "Restore into this directory, which is empty or does not exist.")
  private Optional<Path> restoreDirectory = Optional.empty();

  @Option(
      names = "--backup-element-id",
      paramLabel = "ID",
      description = "Restore to the end of this full or incremental; default: the newest.")
  private Optional<UUID> elementId = Optional.empty();

  @Option(
      names = "--restore-snapshot",
      paramLabel = "TXN",
      description =
          "Restore to this committed transaction of the set's journals: what it saw and changed.")
  private Optional<Long> transactionId = Optional.empty();

  @Option(
      names = "--report-backups",
      description = "List the set's elements: journals, incrementals, full; the newest first.")
  private boolean reportBackups;

  @Option(
      names = "--report-timestamps",
      description =
          "List the transactions that --restore-snapshot can restore: commit time (UTC) and id.")
  private boolean reportTimestamps;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "NuoDB's examples pass it; here nothing waits, so it changes nothing.")
  private Optional<Integer> timeout = Optional.empty();

  @Option(names = "--quiet", description = "Print nothing but errors and reports.")
  private boolean quiet;

  @Parameters(paramLabel = "BACKUP_SET", description = "The backup set's directory.")
  private Path backupSet;

  @Override
  public Integer call() {
    boolean reports = reportBackups || reportTimestamps;
    if (!reports && restoreDirectory.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "Missing --restore-dir, or a report to print");
    }
    if (transactionId.isPresent() && elementId.isPresent()) {
      return fail("--restore-snapshot and --backup-element-id exclude each other");
    }
    try {
      BackupSetElements backups = BackupSetElements.read(backupSet);
      if (reports) {
        report(backups);
      }
      if (restoreDirectory.isPresent()) {
        restore(backups, restoreDirectory.get());
      }
      return 0;
    } catch (RestoreException e) {
      return fail(e.getMessage());
    } catch (IOException e) {
      return fail(FailureText.inFile(e, ""));
    }
  }

  private void report(BackupSetElements backups) throws IOException {
    try {
      if (reportBackups) {
        out().print(BackupsReport.of(backups));
      }
      if (reportTimestamps) {
        new TimestampsReport(backups).print(out());
      }
    } finally {
      out().flush();
    }
  }

  private int fail(String cause) {
    spec.commandLine().getErr().println("[ERROR] nuoarchive: " + cause);
    return 1;
  }

  private void restore(BackupSetElements backups, Path destination)
      throws IOException, RestoreException {
    if (transactionId.isPresent()) {
      new PointInTimeRestore(PointInTime.of(backups, transactionId.get()), destination).run();
      say("Restored transaction " + transactionId.get() + " to " + destination);
    } else {
      ElementChain chain =
          elementId.isPresent() ? backups.chainTo(elementId.get()) : backups.newestChain();
      new Restore(chain, destination).run();
      say("Restored backup element " + chain.newest().state().id() + " to " + destination);
    }
  }

  private void say(String sentence) {
    if (!quiet) {
      out().println(sentence);
    }
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
