package io.nuodb.backup.simulator.domain.rows;

import io.nuodb.backup.simulator.domain.replication.Rows;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Adds rows, each in a transaction of its own, and tells of each when it is committed. */
@Command(
    name = "append",
    description =
        "Adds rows, each in a transaction of its own, and prints each, as dump does, once its"
            + " commit is acknowledged.",
    mixinStandardHelpOptions = true)
final class AppendCommand implements Callable<Integer> {
  private static final int ROWS_PER_READ = 10_000;

  @Spec private CommandSpec spec;

  @Mixin private EngineOption engine;

  @Option(names = "--table", required = true, description = "Table to add to.")
  private String table;

  @Option(names = "--count", required = true, description = "How many rows to add.")
  private int count;

  @Override
  public Integer call() throws Exception {
    try (DatabaseClient database = engine.connect()) {
      long first = lastKey(database) + 1;
      for (long key = first; key < first + count; key++) {
        String value = "row " + key;
        database.writeAndCommit(table, Map.of(key, value));
        spec.commandLine().getOut().println(table + "\t" + key + "\t" + value);
      }
    }
    return 0;
  }

  private long lastKey(DatabaseClient database) throws IOException {
    long last = 0;
    Long from = 1L;
    while (from != null) {
      Rows page = database.rows(table, from, ROWS_PER_READ);
      last = page.rows().keySet().stream().mapToLong(Long::longValue).max().orElse(last);
      from = page.next();
    }
    return last;
  }
}
