package io.nuodb.backup.agent;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Finds what became of a run's hot copy, follows it while it runs, and never starts one. */
@Command(name = "inspect", description = "Tells what became of a hot copy.")
final class InspectCommand implements Callable<Integer> {
  @Mixin private HotCopyOptions options;
  @Mixin private ResultOption result;

  private final Environment environment;

  InspectCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws IOException {
    Progress progress = new Progress(environment.out());
    HotCopyTask task = options.task(Optional.empty(), false);
    return result.write(
        new HotCopyRun(task, options.client(), environment, progress).toEnd(), progress);
  }
}
