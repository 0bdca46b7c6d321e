package io.nuodb.backup.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Measurements; each command adds its numbers to the JSON file that it is given. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    subcommands = {
      HotCopyBench.class,
      JournalBench.class,
      LargeArchiveBench.class,
      DueTimeBench.class,
      PlannerBench.class,
      ScaleBench.class
    })
final class Bench {
  private Bench() {}

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Bench()).execute(arguments));
  }
}
