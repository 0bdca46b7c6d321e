package io.nuodb.backup.simulator.domain.rows;

import java.util.PrimitiveIterator;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Fills a table with the Unicode characters, keyed by code point. */
@Command(
    name = "load-unicode",
    description = "Fills the table characters with the Unicode characters.",
    mixinStandardHelpOptions = true)
final class LoadUnicodeCommand implements Callable<Integer> {
  private static final String TABLE = "characters";
  private static final int ROWS_PER_TRANSACTION = 4_000;

  @Spec private CommandSpec spec;

  @Mixin private EngineOption engine;

  @Option(
      names = "--version-suffix",
      defaultValue = "",
      description = "Text that goes into every row, so that a second load changes them.")
  private String version;

  @Option(names = "--from", defaultValue = "0", description = "First code point.")
  private int from;

  @Option(names = "--to", defaultValue = "1114111", description = "Last code point.")
  private int to;

  @Override
  public Integer call() throws Exception {
    long rows = 0;
    long transactions = 0;
    long sequence = 0;
    try (DatabaseClient database = engine.connect()) {
      PrimitiveIterator.OfInt codePoints = UnicodeCharacters.codePoints(from, to).iterator();
      while (codePoints.hasNext()) {
        var batch = new TreeMap<Long, String>();
        while (codePoints.hasNext() && batch.size() < ROWS_PER_TRANSACTION) {
          int codePoint = codePoints.nextInt();
          batch.put((long) codePoint, UnicodeCharacters.row(codePoint, version));
        }
        sequence = database.writeAndCommit(TABLE, batch);
        rows += batch.size();
        transactions++;
      }
    }
    spec.commandLine()
        .getOut()
        .printf(
            "Wrote %d rows to %s in %d transactions, the last with commit sequence %d%n",
            rows, TABLE, transactions, sequence);
    return 0;
  }
}
