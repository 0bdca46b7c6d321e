package io.nuodb.backup.simulator.domain.rows;

import picocli.CommandLine.Option;

/** Which transaction engine a command talks to. */
final class EngineOption {
  @Option(
      names = "--engine",
      required = true,
      description = "Transaction engine, such as http://demo:48006.")
  private String url;

  DatabaseClient connect() {
    return new DatabaseClient(url);
  }
}
