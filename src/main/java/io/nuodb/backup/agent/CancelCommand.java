package io.nuodb.backup.agent;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Cancels a hot copy; cancelling one that has ended does nothing and is a success. */
@Command(name = "cancel", description = "Cancels a hot copy and waits until it has ended.")
final class CancelCommand implements Callable<Integer> {
  @Mixin private AdminOptions admin;
  @Mixin private HotCopyIdOptions hotCopy;
  @Mixin private ResultOption result;

  @Option(
      names = "--wait",
      defaultValue = "60s",
      paramLabel = "DURATION",
      description = "How long to wait for its end (default: ${DEFAULT-VALUE}).")
  private Duration wait;

  private final Environment environment;

  CancelCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws IOException {
    Progress progress = new Progress(environment.out());
    HotCopyCancellation cancellation =
        new HotCopyCancellation(
            admin.client(), admin.database(), hotCopy.id(), environment, progress);
    return result.write(cancellation.within(wait), progress);
  }
}
