package io.nuodb.backup.simulator.backup;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Works on many atoms with a few threads: reading and verifying one while another is written. */
final class ParallelAtoms {
  private static final int THREADS = 2;
  private static final int WORTH_THREADS = 64;

  private ParallelAtoms() {}

  /** What is done with each atom; the copier belongs to the thread that calls. */
  @FunctionalInterface
  interface Work {
    void on(int atomId, AtomCopier copier) throws IOException;
  }

  /** Runs the work for every atom; the first failure ends it and is thrown. */
  static void forEach(int[] atomIds, Work work) throws IOException {
    forEach(atomIds, AtomCopier.Announcement.NONE, work);
  }

  /** Runs the work for every atom, with copiers that announce what they write. */
  static void forEach(int[] atomIds, AtomCopier.Announcement announcement, Work work)
      throws IOException {
    AtomicInteger next = new AtomicInteger();
    Callable<Void> worker =
        () -> {
          AtomCopier copier = new AtomCopier(announcement);
          try {
            for (int i = next.getAndIncrement(); i < atomIds.length; i = next.getAndIncrement()) {
              work.on(atomIds[i], copier);
            }
          } finally {
            next.set(atomIds.length);
          }
          return null;
        };
    int threads = atomIds.length < WORTH_THREADS ? 1 : THREADS;
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      List<Future<Void>> results =
          IntStream.range(0, threads).mapToObj(thread -> executor.submit(worker)).toList();
      for (Future<Void> result : results) {
        result.get();
      }
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException failure -> throw failure;
        case RuntimeException failure -> throw failure;
        default -> throw new IllegalStateException(e.getCause());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while copying atoms", e);
    }
  }
}
