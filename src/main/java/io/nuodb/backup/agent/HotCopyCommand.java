package io.nuodb.backup.agent;

import io.nuodb.backup.job.JobResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts a hot copy, unless this run's is there already, and follows it to its end. */
@Command(name = "hotcopy", description = "Makes a hot copy.")
final class HotCopyCommand implements Callable<Integer> {
  @Mixin private HotCopyOptions options;
  @Mixin private ResultOption result;

  @Option(
      names = "--max-rate",
      paramLabel = "BYTES",
      description = "Limit in bytes per second and storage manager (default: none).")
  private Optional<Long> maxRate = Optional.empty();

  @Option(
      names = "--partial-storage-groups",
      description = "The archives need not hold all storage groups together.")
  private boolean partialStorageGroups;

  @Option(
      names = "--journal-volume",
      paramLabel = "DIR",
      description =
          "Where the volume with the journal of the storage manager is mounted, whose room is told"
              + " at the end (default: nowhere).")
  private Optional<Path> journalVolume = Optional.empty();

  private final Environment environment;

  HotCopyCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws IOException {
    Progress progress = new Progress(environment.out());
    HotCopyTask task = options.toStart(maxRate, partialStorageGroups);
    HotCopyRun run =
        new HotCopyRun(task, options.engineTexts(), options.client(), environment, progress);
    JobResult ended = run.toEnd();
    return result.write(
        journalVolume.flatMap(MountedVolume::of).map(ended::withJournalVolume).orElse(ended),
        progress);
  }
}
