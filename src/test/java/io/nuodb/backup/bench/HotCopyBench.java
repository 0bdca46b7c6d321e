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
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures hot copies and restores against {@code cp -a} of the same archive plus a sync, on plain
 * directories. Everything is read from the page cache; runs of the kinds compared alternate.
 */
@Command(name = "hot-copy-bench", mixinStandardHelpOptions = true)
final class HotCopyBench implements Callable<Integer> {

  private static final int NODE_ID = 1;
  private static final Duration LONGEST = Duration.ofMinutes(30);

  @Option(names = "--directory", required = true, description = "Scratch space, made if absent.")
  private Path directory;

  @Option(names = "--size-mib", defaultValue = "1024", description = "Size of the archive.")
  private int sizeMib;

  @Option(names = "--runs", defaultValue = "5", description = "Runs of each kind.")
  private int runs;

  @Option(names = "--json", required = true, description = "File of flat numbers to merge into.")
  private Path json;

  private HotCopies hotCopies;
  private Path archive;
  private Path work;

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new HotCopyBench()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    archive = directory.resolve("archive");
    work = directory.resolve("work");
    FileTree.delete(archive);
    FileTree.delete(work);
    Files.createDirectories(work);
    StoreSettings settings = StoreSettings.of("bench", UUID.randomUUID(), "localhost");
    try (Store store = Store.open(archive, settings)) {
      BenchArchive content = new BenchArchive(store);
      content.fill((long) sizeMib << 20);
      hotCopies = new HotCopies(store, NODE_ID, Clock.systemUTC());
      BenchResults results = measure(content);
      results.print(System.out);
      results.mergeInto(json);
      hotCopies.close();
    } finally {
      FileTree.delete(archive);
      FileTree.delete(work);
    }
    return 0;
  }

  private BenchResults measure(BenchArchive content) throws Exception {
    Map<String, Samples> samples = new TreeMap<>();
    for (int run = 0; run < runs; run++) {
      Path set = work.resolve("set");
      Step full = () -> time(samples, "full", () -> hotCopy(HotCopyType.FULL, set));
      Step cp = () -> time(samples, "cp", () -> copy(archive, work.resolve("copy")));
      boolean fullFirst = run % 2 == 0; // what a deletion leaves to do hits the first
      (fullFirst ? full : cp).run();
      (fullFirst ? cp : full).run();
      Path restored = work.resolve("restored");
      time(samples, "restore", () -> restore(set, restored));
      content.changeOnePercent();
      time(samples, "incremental", () -> hotCopy(HotCopyType.INCREMENTAL, set));
      FileTree.delete(set);
      FileTree.delete(restored);
      FileTree.delete(work.resolve("copy"));
      execute("sync", "-f", work.toString());
    }
    return new BenchResults(samples, sizeMib);
  }

  private interface Step {
    void run() throws Exception;
  }

  private static void time(Map<String, Samples> samples, String name, Step step) throws Exception {
    long begin = System.nanoTime();
    step.run();
    long duration = System.nanoTime() - begin;
    samples.computeIfAbsent(name, key -> new Samples()).add(duration);
    System.err.printf("%s: %.3f s%n", name, duration / 1e9);
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

  private static void copy(Path from, Path to) throws Exception {
    execute("cp", "-a", from.toString(), to.toString());
    execute("sync", "-f", to.toString());
  }

  private static void execute(String... command) throws Exception {
    int exitCode = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (exitCode != 0) {
      throw new IOException(String.join(" ", command) + " failed");
    }
  }
}
