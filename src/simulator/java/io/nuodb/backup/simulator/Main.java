package io.nuodb.backup.simulator;

import io.nuodb.backup.simulator.backup.NuoArchive;
import io.nuodb.backup.simulator.domain.admin.AdminCommand;
import io.nuodb.backup.simulator.domain.rows.RowsCommand;
import io.nuodb.backup.simulator.domain.sm.SmCommand;
import io.nuodb.backup.simulator.domain.te.TeCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The simulated NuoDB domain: each of its programs is a command here. */
@Command(
    name = "nuodb-simulator",
    description = "A stand-in for NuoDB, for trying and testing backups. Not a database product.",
    mixinStandardHelpOptions = true,
    subcommands = {
      AdminCommand.class,
      TeCommand.class,
      SmCommand.class,
      NuoArchive.class,
      RowsCommand.class,
    })
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.setProperty(
        "java.util.logging.SimpleFormatter.format", "%1$tFT%1$tTZ %4$s %3$s: %5$s%6$s%n");
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new Main());
    // NuoDB's chart passes more than is needed here, such as --servers-ready-timeout 300.
    commandLine.getSubcommands().get("nuosm").setUnmatchedArgumentsAllowed(true);
    commandLine.getSubcommands().get("nuote").setUnmatchedArgumentsAllowed(true);
    // Rows are text in every script; a container's locale knows only ASCII.
    commandLine.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
    commandLine.setExecutionExceptionHandler(
        (failure, failed, parsed) -> {
          failed.getErr().println(failed.getCommandName() + ": " + failure.getMessage());
          return failed.getCommandSpec().exitCodeOnExecutionException();
        });
    return commandLine;
  }
}
