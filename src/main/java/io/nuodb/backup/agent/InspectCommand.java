package io.nuodb.backup.agent;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Finds what became of a run's hot copy, follows it while it runs, and never starts one. */
@Command(name = "inspect", description = "Tells what became of a hot copy.")
final class InspectCommand implements Callable<Integer> {
  @Mixin private HotCopyOptions options;
  @Mixin private ResultOption result;

  @ArgGroup(exclusive = false)
  private HotCopyIdOptions hotCopy;

  private final Environment environment;

  InspectCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws IOException {
    Progress progress = new Progress(environment.out());
    HotCopyTask task = options.toFollow(Optional.ofNullable(hotCopy).map(HotCopyIdOptions::id));
    HotCopyRun run =
        new HotCopyRun(task, options.engineTexts(), options.client(), environment, progress);
    return result.write(run.toEnd(), progress);
  }
}
