package io.nuodb.backup.simulator.domain.te;

import io.nuodb.backup.simulator.domain.admin.EngineArguments;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs a transaction engine until it is told to end. */
@Command(
    name = "nuote",
    description = "Runs a transaction engine.",
    mixinStandardHelpOptions = true)
public final class TeCommand implements Callable<Integer> {
  @Mixin private EngineArguments arguments;

  @Option(
      names = "--sm-timeout",
      defaultValue = "10",
      description =
          "Seconds that a storage manager may take to journal commits before the others go on"
              + " without it.")
  private int smTimeoutSeconds;

  @Override
  public Integer call() throws Exception {
    TransactionEngine engine =
        new TransactionEngine(
            arguments.settings(System::getenv),
            Duration.ofSeconds(smTimeoutSeconds),
            Clock.systemUTC());
    Runtime.getRuntime().addShutdownHook(new Thread(engine::close));
    System.out.println("Transaction engine serves port " + engine.port());
    engine.awaitEnd();
    return 0;
  }
}
