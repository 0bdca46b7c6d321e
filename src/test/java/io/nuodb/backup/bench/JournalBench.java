package io.nuodb.backup.bench;

import io.nuodb.backup.simulator.backup.HotCopyType;
import io.nuodb.backup.simulator.store.FileTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures journal hot copies and point-in-time restores: the same journal beside a small archive
 * and one of ten times its size, and a restore through many journal elements against the restore of
 * the same rows from one full.
 */
@Command(name = "journal", mixinStandardHelpOptions = true)
final class JournalBench implements Callable<Integer> {
  private static final int TIMES_AS_LARGE = 10;
  private static final int MIB = 1 << 20;

  @Option(names = "--directory", required = true, description = "Scratch space, made if absent.")
  private Path directory;

  @Option(names = "--size-mib", defaultValue = "100", description = "Size of the small archive.")
  private int sizeMib;

  @Option(names = "--journal-mib", defaultValue = "64", description = "Journal of one copy.")
  private int journalMib;

  @Option(names = "--elements", defaultValue = "100", description = "Journal elements restored.")
  private int elements;

  @Option(names = "--runs", defaultValue = "5", description = "Runs of each kind.")
  private int runs;

  @Option(names = "--json", required = true, description = "File of flat numbers to merge into.")
  private Path json;

  private TimedSteps steps;

  @Override
  public Integer call() throws Exception {
    FileTree.delete(directory);
    Files.createDirectories(directory);
    steps = new TimedSteps(directory);
    try {
      compareJournalCopies();
      compareRestores();
    } finally {
      FileTree.delete(directory);
    }
    BenchNumbers numbers = new BenchNumbers();
    numbers.put(
        "journal_copy_10x_archive",
        steps.median("journal_copy_large") / steps.median("journal_copy_small"));
    numbers.put(
        "pit_100_journals_vs_full",
        steps.median("pit_restore") / steps.median("pit_same_rows_full_restore"));
    steps.putMedians(numbers);
    numbers.mergeInto(json);
    return 0;
  }

  private void compareJournalCopies() throws Exception {
    Path smallSet = directory.resolve("small-set");
    Path largeSet = directory.resolve("large-set");
    Path smallArchive = directory.resolve("small");
    Path largeArchive = directory.resolve("large");
    try (var small = BenchStorageManager.openWithJournalHotCopy(smallArchive, sizeMib);
        var large =
            BenchStorageManager.openWithJournalHotCopy(largeArchive, TIMES_AS_LARGE * sizeMib)) {
      begin(small, smallSet);
      begin(large, largeSet);
      for (int run = 0; run < runs; run++) {
        small.content().write(0, (long) journalMib * MIB);
        large.content().write(0, (long) journalMib * MIB);
        small.checkpoint();
        large.checkpoint();
        boolean smallFirst = run % 2 == 0;
        copyJournal(smallFirst ? small : large, smallFirst ? "small" : "large");
        copyJournal(smallFirst ? large : small, smallFirst ? "large" : "small");
      }
    }
    steps.disk().empty(directory);
  }

  private void copyJournal(BenchStorageManager storageManager, String size) throws Exception {
    Path set = directory.resolve(size + "-set");
    steps.time("journal_copy_" + size, () -> storageManager.hotCopy(HotCopyType.JOURNAL, set));
  }

  /** A journal copy needs a full, and the first one takes what was journaled before. */
  private static void begin(BenchStorageManager storageManager, Path set) throws Exception {
    storageManager.hotCopy(HotCopyType.FULL, set);
    storageManager.hotCopy(HotCopyType.JOURNAL, set);
  }

  /** Each journal element rewrites the next part of the archive. */
  private void compareRestores() throws Exception {
    long bytes = (long) TIMES_AS_LARGE * sizeMib * MIB;
    Path journals = directory.resolve("journals");
    Path full = directory.resolve("full");
    Path archive = directory.resolve("pit");
    String lastTransaction;
    try (var storageManager =
        BenchStorageManager.openWithJournalHotCopy(archive, TIMES_AS_LARGE * sizeMib)) {
      begin(storageManager, journals);
      long part = bytes / 4 / elements;
      for (int element = 0; element < elements; element++) {
        storageManager.content().write(element * part, part);
        storageManager.hotCopy(HotCopyType.JOURNAL, journals);
      }
      lastTransaction = Long.toString(storageManager.lastTransactionId());
      storageManager.hotCopy(HotCopyType.FULL, full);
    }
    for (int run = 0; run < runs; run++) {
      Path restored = directory.resolve("restored-" + run);
      Path byFull = directory.resolve("restored-by-full-" + run);
      boolean fullFirst = run % 2 == 0;
      if (fullFirst) {
        restoreFull(full, byFull);
      }
      steps.time(
          "pit_restore",
          () ->
              BenchStorageManager.restore(
                  journals, restored, "--restore-snapshot", lastTransaction));
      if (!fullFirst) {
        restoreFull(full, byFull);
      }
      steps.disk().empty(restored);
      steps.disk().empty(byFull);
    }
  }

  private void restoreFull(Path set, Path destination) throws Exception {
    steps.time("pit_same_rows_full_restore", () -> BenchStorageManager.restore(set, destination));
  }
}
