package io.nuodb.backup.simulator.domain.rows;

import io.nuodb.backup.simulator.store.RowsDigest;
import io.nuodb.backup.simulator.store.RowsDump;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the rows of an archive that is not in use, or of a running database, in one format. */
@Command(
    name = "dump",
    description = "Prints rows as table, key and value, sorted.",
    mixinStandardHelpOptions = true)
final class DumpCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @ArgGroup(multiplicity = "1")
  private Source source;

  @Option(
      names = "--digest",
      description = "Print only the row count, the rows' SHA-256 and the last commit's sequence.")
  private boolean digest;

  private static final class Source {
    @Parameters(paramLabel = "ARCHIVE", description = "Directory of an archive not in use.")
    private Path archive;

    @Option(
        names = "--live",
        paramLabel = "URL",
        description = "Transaction engine of a running database, such as http://demo:48006.")
    private String engine;
  }

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    if (digest) {
      RowsDigest rows = new RowsDigest();
      long lastSequence = read(rows::add);
      out.println(rows.line(lastSequence));
    } else {
      read(line -> out.append(line).append('\n'));
    }
    out.flush();
    return 0;
  }

  /** Returns the sequence of the last commit that was read. */
  private long read(Consumer<String> lines) throws Exception {
    if (source.archive != null) {
      try (RowsDump dump = RowsDump.open(source.archive)) {
        dump.lines(lines);
        return dump.lastSequence();
      }
    }
    try (DatabaseClient database = new DatabaseClient(source.engine)) {
      return LiveDump.lines(database, lines);
    }
  }
}
