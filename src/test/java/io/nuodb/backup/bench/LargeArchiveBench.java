package io.nuodb.backup.bench;

import io.nuodb.backup.simulator.backup.HotCopyType;
import io.nuodb.backup.simulator.store.FileTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Takes every kind of hot copy and restore of a large archive, in the heap that the other
 * measurements have: with an {@code OutOfMemoryError} there are no numbers.
 */
@Command(name = "large-archive", mixinStandardHelpOptions = true)
final class LargeArchiveBench implements Callable<Integer> {
  private static final int MIB = 1 << 20;

  @Option(names = "--directory", required = true, description = "Scratch space, made if absent.")
  private Path directory;

  @Option(names = "--size-mib", defaultValue = "4096", description = "Size of the archive.")
  private int sizeMib;

  @Option(names = "--json", required = true, description = "File of flat numbers to merge into.")
  private Path json;

  @Override
  public Integer call() throws Exception {
    FileTree.delete(directory);
    Files.createDirectories(directory);
    TimedSteps steps = new TimedSteps(directory);
    Path set = directory.resolve("set");
    Path archive = directory.resolve("archive");
    long bytes = (long) sizeMib * MIB;
    try (var storageManager = BenchStorageManager.openWithJournalHotCopy(archive, sizeMib)) {
      steps.time("large_full", () -> storageManager.hotCopy(HotCopyType.FULL, set));
      storageManager.content().changeOnePercent(bytes);
      steps.time("large_incremental", () -> storageManager.hotCopy(HotCopyType.INCREMENTAL, set));
      storageManager.content().write(0, bytes / 16);
      steps.time("large_journal", () -> storageManager.hotCopy(HotCopyType.JOURNAL, set));
      String transaction = Long.toString(storageManager.lastTransactionId());
      steps.time(
          "large_pit_restore",
          () ->
              BenchStorageManager.restore(
                  set, directory.resolve("restored"), "--restore-snapshot", transaction));
    } finally {
      FileTree.delete(directory);
    }
    BenchNumbers numbers = new BenchNumbers();
    numbers.put("heap_mib", (double) Runtime.getRuntime().maxMemory() / MIB);
    numbers.put("large_archive_mib", sizeMib);
    steps.putMedians(numbers);
    numbers.mergeInto(json);
    return 0;
  }
}
