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

  @Option(names = "--report-backups", description = "List the set's elements, newest first.")
  private boolean reportBackups;

  @Option(
      names = "--restore-snapshot",
      paramLabel = "TXN",
      description =
          "NuoDB: restore to a transaction. Refused: the simulator has no journal copies.")
  private Optional<String> snapshot = Optional.empty();

  @Option(
      names = "--report-timestamps",
      description = "NuoDB: list transactions. Refused: the simulator has no journal copies.")
  private boolean reportTimestamps;

  @Option(names = "--quiet", description = "Print nothing but errors and reports.")
  private boolean quiet;

  @Parameters(paramLabel = "BACKUP_SET", description = "The backup set's directory.")
  private Path backupSet;

  @Override
  public Integer call() {
    if (snapshot.isPresent()) {
      return refuse("--restore-snapshot");
    }
    if (reportTimestamps) {
      return refuse("--report-timestamps");
    }
    if (!reportBackups && restoreDirectory.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "Missing --restore-dir, or a report to print");
    }
    try {
      BackupSetElements backups = BackupSetElements.read(backupSet);
      if (reportBackups) {
        out().print(BackupsReport.of(backups));
        out().flush();
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

  private int refuse(String option) {
    return fail(
        option
            + " needs journal elements, which the simulator does not make;"
            + " restore to the end of a full or incremental with --backup-element-id");
  }

  private int fail(String cause) {
    spec.commandLine().getErr().println("[ERROR] nuoarchive: " + cause);
    return 1;
  }

  private void restore(BackupSetElements backups, Path destination)
      throws IOException, RestoreException {
    UUID through = elementId.orElse(backups.elements().getLast().state().id());
    new Restore(backups.chainTo(through), destination).run();
    if (!quiet) {
      out().println("Restored backup element " + through + " to " + destination);
    }
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
