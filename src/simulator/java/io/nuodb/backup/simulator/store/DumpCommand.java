package io.nuodb.backup.simulator.store;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code nuorows dump}: prints the rows of an archive that is not in use. */
@Command(
    name = "dump",
    description = "Prints an archive's rows as table, key and value, sorted.",
    mixinStandardHelpOptions = true)
public final class DumpCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "ARCHIVE", description = "Directory of an archive not in use.")
  private Path archive;

  @Option(
      names = "--digest",
      description = "Print only the row count, the rows' SHA-256 and the last commit's sequence.")
  private boolean digest;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (RowsDump dump = RowsDump.open(archive)) {
      if (digest) {
        RowsDigest rows = new RowsDigest();
        dump.lines(rows::add);
        out.println(rows.line(dump.lastSequence()));
      } else {
        dump.lines(line -> out.append(line).append('\n'));
      }
      out.flush();
      return 0;
    } catch (IOException e) {
      spec.commandLine().getErr().println("[ERROR] nuorows: " + e.getMessage());
      return 1;
    }
  }
}
