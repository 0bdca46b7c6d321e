package io.nuodb.backup.simulator.domain.rows;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nuodb.backup.simulator.domain.http.Json;
import io.nuodb.backup.simulator.domain.replication.Rows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Changes some rows of a table that holds JSON objects. */
@Command(
    name = "update",
    description = "Changes randomly chosen rows of a table that holds JSON objects.",
    mixinStandardHelpOptions = true)
final class UpdateCommand implements Callable<Integer> {
  private static final int ROWS_PER_TRANSACTION = 1_000;
  private static final int ROWS_PER_READ = 10_000;

  @Spec private CommandSpec spec;

  @Mixin private EngineOption engine;

  @Option(names = "--table", defaultValue = "characters", description = "Table to change.")
  private String table;

  @Option(names = "--count", required = true, description = "How many rows to change.")
  private int count;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Chooses the rows; goes into them as their revision.")
  private long seed;

  @Override
  public Integer call() throws Exception {
    try (DatabaseClient database = engine.connect()) {
      List<Map.Entry<Long, String>> rows = readAll(database);
      Collections.shuffle(rows, new Random(seed));
      List<Map.Entry<Long, String>> chosen = rows.subList(0, Math.min(count, rows.size()));
      long sequence = 0;
      for (int start = 0; start < chosen.size(); start += ROWS_PER_TRANSACTION) {
        Map<Long, String> batch = new TreeMap<>();
        int end = Math.min(start + ROWS_PER_TRANSACTION, chosen.size());
        for (Map.Entry<Long, String> row : chosen.subList(start, end)) {
          batch.put(row.getKey(), revised(row.getValue()));
        }
        sequence = database.writeAndCommit(table, batch);
      }
      spec.commandLine()
          .getOut()
          .printf(
              "Changed %d rows of %s, the last with commit sequence %d%n",
              chosen.size(), table, sequence);
    }
    return 0;
  }

  private List<Map.Entry<Long, String>> readAll(DatabaseClient database) throws IOException {
    List<Map.Entry<Long, String>> all = new ArrayList<>();
    Long from = Long.MIN_VALUE;
    while (from != null) {
      Rows page = database.rows(table, from, ROWS_PER_READ);
      all.addAll(page.rows().entrySet());
      from = page.next();
    }
    return all;
  }

  private String revised(String row) throws IOException {
    return ((ObjectNode) Json.MAPPER.readTree(row)).put("revision", seed).toString();
  }
}
