package io.nuodb.backup.bench;

import io.nuodb.backup.simulator.backup.HotCopyType;
import io.nuodb.backup.simulator.store.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures hot copies and restores against {@code cp -a} of the same archive plus a sync, on plain
 * directories. Everything that is timed begins alike: its source in the page cache and on disk, the
 * archive at a checkpoint, the disk at rest. The order of what is compared changes from run to run.
 */
@Command(name = "hot-copy", mixinStandardHelpOptions = true)
final class HotCopyBench implements Callable<Integer> {
  @Option(names = "--directory", required = true, description = "Scratch space, made if absent.")
  private Path directory;

  @Option(names = "--size-mib", defaultValue = "1024", description = "Size of the archive.")
  private int sizeMib;

  @Option(names = "--runs", defaultValue = "6", description = "Runs of each kind.")
  private int runs;

  @Option(names = "--json", required = true, description = "File of flat numbers to merge into.")
  private Path json;

  private TimedSteps steps;
  private BenchStorageManager storageManager;
  private Path work;

  @Override
  public Integer call() throws Exception {
    Path archive = directory.resolve("archive");
    work = directory.resolve("work");
    FileTree.delete(archive);
    FileTree.delete(work);
    Files.createDirectories(work);
    steps = new TimedSteps(work);
    try (BenchStorageManager opened = BenchStorageManager.open(archive, sizeMib)) {
      storageManager = opened;
      Path restorable = work.resolve("restorable");
      storageManager.hotCopy(HotCopyType.FULL, restorable);
      for (int run = 0; run < runs; run++) {
        run(run, restorable);
      }
    } finally {
      FileTree.delete(archive);
      FileTree.delete(work);
    }
    numbers().mergeInto(json);
    return 0;
  }

  private void run(int run, Path restorable) throws Exception {
    Path targets = Files.createDirectory(work.resolve("run-" + run));
    Path set = targets.resolve("set");
    Path copy = targets.resolve("copy");
    Path restored = targets.resolve("restored");
    List<Callable<Void>> compared =
        new ArrayList<>(
            List.of(
                () -> time("full", () -> storageManager.hotCopy(HotCopyType.FULL, set)),
                () -> time("cp", () -> copy(storageManager.archive(), copy)),
                () -> time("restore", () -> BenchStorageManager.restore(restorable, restored))));
    Collections.rotate(compared, run);
    for (Callable<Void> step : compared) {
      step.call();
    }
    storageManager.content().changeOnePercent((long) sizeMib << 20);
    steps.time("checkpoint_1pct", storageManager::checkpoint);
    steps.time("incremental_1pct", () -> storageManager.hotCopy(HotCopyType.INCREMENTAL, set));
    steps.disk().empty(targets);
  }

  private Void time(String name, TimedSteps.Step step) throws Exception {
    steps.time(name, step);
    return null;
  }

  private BenchNumbers numbers() {
    BenchNumbers numbers = new BenchNumbers();
    numbers.put("full_vs_cp", steps.median("full") / steps.median("cp"));
    numbers.put("restore_vs_cp", steps.median("restore") / steps.median("cp"));
    numbers.put(
        "incremental_1pct_vs_full", steps.median("incremental_1pct") / steps.median("full"));
    steps.putMedians(numbers);
    return numbers;
  }

  private static void copy(Path from, Path to) throws IOException, InterruptedException {
    Commands.run("cp", "-a", from.toString(), to.toString());
    Commands.run("sync", "-f", to.toString());
  }
}
