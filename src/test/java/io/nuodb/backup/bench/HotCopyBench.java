package io.nuodb.backup.bench;

import io.nuodb.backup.simulator.backup.HotCopies;
import io.nuodb.backup.simulator.backup.HotCopyRequest;
import io.nuodb.backup.simulator.backup.HotCopyState;
import io.nuodb.backup.simulator.backup.HotCopyStatus;
import io.nuodb.backup.simulator.backup.HotCopyType;
import io.nuodb.backup.simulator.backup.NuoArchive;
import io.nuodb.backup.simulator.store.FileTree;
import io.nuodb.backup.simulator.store.Store;
import io.nuodb.backup.simulator.store.StoreSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures hot copies and restores against {@code cp -a} of the same archive plus a sync, on plain
 * directories. Everything that is timed begins alike: its source in the page cache and on disk, the
 * archive at a checkpoint, the disk at rest. The order of what is compared changes from run to run.
 */
@Command(name = "hot-copy", mixinStandardHelpOptions = true)
final class HotCopyBench implements Callable<Integer> {
  private static final int NODE_ID = 1;
  private static final Duration LONGEST = Duration.ofMinutes(30);

  @Option(names = "--directory", required = true, description = "Scratch space, made if absent.")
  private Path directory;

  @Option(names = "--size-mib", defaultValue = "1024", description = "Size of the archive.")
  private int sizeMib;

  @Option(names = "--runs", defaultValue = "6", description = "Runs of each kind.")
  private int runs;

  @Option(names = "--json", required = true, description = "File of flat numbers to merge into.")
  private Path json;

  private final Map<String, Samples> samples = new LinkedHashMap<>();
  private Disk disk;
  private Store store;
  private HotCopies hotCopies;
  private BenchArchive content;
  private Path work;

  @Override
  public Integer call() throws Exception {
    Path archive = directory.resolve("archive");
    work = directory.resolve("work");
    FileTree.delete(archive);
    FileTree.delete(work);
    Files.createDirectories(work);
    disk = new Disk(work);
    StoreSettings settings = StoreSettings.of("bench", UUID.randomUUID(), "localhost");
    try (Store opened = Store.open(archive, settings)) {
      store = opened;
      content = new BenchArchive(store);
      content.fill((long) sizeMib << 20);
      hotCopies = new HotCopies(store, NODE_ID, Clock.systemUTC());
      Path restorable = work.resolve("restorable");
      hotCopy(HotCopyType.FULL, restorable);
      for (int run = 0; run < runs; run++) {
        run(run, restorable);
      }
      hotCopies.close();
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
                () -> time("full", () -> hotCopy(HotCopyType.FULL, set)),
                () -> time("cp", () -> copy(store.archiveDirectory(), copy)),
                () -> time("restore", () -> restore(restorable, restored))));
    Collections.rotate(compared, run);
    for (Callable<Void> step : compared) {
      step.call();
    }
    content.changeOnePercent();
    time("checkpoint_1pct", store::checkpoint);
    time("incremental_1pct", () -> hotCopy(HotCopyType.INCREMENTAL, set));
    disk.empty(targets);
  }

  @FunctionalInterface
  private interface Step {
    void run() throws Exception;
  }

  private Void time(String name, Step step) throws Exception {
    disk.settle();
    long begin = System.nanoTime();
    step.run();
    Duration duration = Duration.ofNanos(System.nanoTime() - begin);
    samples.computeIfAbsent(name, key -> new Samples()).add(duration);
    System.err.printf("%-16s %7.3f s%n", name, duration.toNanos() / 1e9);
    return null;
  }

  private BenchNumbers numbers() {
    BenchNumbers numbers = new BenchNumbers();
    numbers.put("full_vs_cp", median("full") / median("cp"));
    numbers.put("restore_vs_cp", median("restore") / median("cp"));
    numbers.put("incremental_1pct_vs_full", median("incremental_1pct") / median("full"));
    samples.keySet().forEach(kind -> numbers.put(kind + "_s", median(kind)));
    return numbers;
  }

  private double median(String kind) {
    return samples.get(kind).medianSeconds();
  }

  private void hotCopy(HotCopyType type, Path set) throws Exception {
    UUID id = UUID.randomUUID();
    hotCopies.start(new HotCopyRequest(id, type, set, OptionalLong.empty()));
    hotCopies.awaitFinished(id, LONGEST);
    HotCopyStatus status = hotCopies.status(id).orElseThrow();
    if (status.state() != HotCopyState.COMPLETED) {
      throw new IOException(status.message());
    }
  }

  private static void restore(Path set, Path destination) throws IOException {
    int exitCode =
        new CommandLine(new NuoArchive())
            .execute("restore", "--quiet", "--restore-dir", destination.toString(), set.toString());
    if (exitCode != 0) {
      throw new IOException("nuoarchive failed");
    }
  }

  private static void copy(Path from, Path to) throws IOException, InterruptedException {
    Commands.run("cp", "-a", from.toString(), to.toString());
    Commands.run("sync", "-f", to.toString());
  }
}
