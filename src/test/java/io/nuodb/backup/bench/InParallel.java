package io.nuodb.backup.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** The same step for many items, 32 of them at a time, as the operator's threads do. */
final class InParallel {
  private static final int THREADS = 32;

  private InParallel() {}

  static <T> void forEach(List<T> items, Consumer<T> step)
      throws InterruptedException, ExecutionException {
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Future<?>> steps = new ArrayList<>();
      items.forEach(item -> steps.add(threads.submit(() -> step.accept(item))));
      for (Future<?> each : steps) {
        each.get();
      }
    }
  }
}
