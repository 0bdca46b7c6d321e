package io.nuodb.backup.simulator.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Deletes the files of one journal that nobody needs any more: the atoms on disk have their
 * commits, no hot copy under way reads them, and with journal hot copy enabled they were copied.
 */
final class JournalReaper {
  private final Path directory;
  private final LongSupplier firstUncopied;
  private final List<Long> held = new ArrayList<>();
  private long firstUnapplied;

  /**
   * Keeps all files until the first checkpoint.
   *
   * @param firstUncopied the first file that still has to be hot copied
   */
  JournalReaper(Path directory, LongSupplier firstUncopied) {
    this.directory = directory;
    this.firstUncopied = firstUncopied;
  }

  /** A checkpoint is complete: recovery needs the files from {@code firstFile} on. */
  synchronized void checkpointed(long firstFile) throws IOException {
    firstUnapplied = firstFile;
    reap();
  }

  /** Keeps the files from {@code firstFile} on until the hold is closed. */
  synchronized Closeable hold(long firstFile) {
    held.add(firstFile);
    return () -> release(firstFile);
  }

  private synchronized void release(long firstFile) {
    held.remove(Long.valueOf(firstFile));
  }

  synchronized void reap() throws IOException {
    long firstKept = Math.min(firstUnapplied, firstUncopied.getAsLong());
    for (long firstHeld : held) {
      firstKept = Math.min(firstKept, firstHeld);
    }
    for (JournalFile file : JournalFile.list(directory)) {
      if (file.sequence() < firstKept) {
        Files.delete(file.path());
      }
    }
  }
}
