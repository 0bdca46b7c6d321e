package io.nuodb.backup.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Steps that are timed by name, each begun while the disk is at rest. */
final class TimedSteps {
  /** What is timed. */
  @FunctionalInterface
  interface Step {
    void run() throws Exception;
  }

  private final Map<String, Samples> samples = new LinkedHashMap<>();
  private final Disk disk;

  /**
   * @param directory on the disk that is watched
   */
  TimedSteps(Path directory) throws IOException {
    disk = new Disk(directory);
  }

  void time(String name, Step step) throws Exception {
    disk.settle();
    long begin = System.nanoTime();
    step.run();
    Duration duration = Duration.ofNanos(System.nanoTime() - begin);
    samples.computeIfAbsent(name, key -> new Samples()).add(duration);
    System.err.printf("%-24s %7.3f s%n", name, duration.toNanos() / 1e9);
  }

  Disk disk() {
    return disk;
  }

  double median(String name) {
    return samples.get(name).medianSeconds();
  }

  /** Adds the median of each step, in seconds. */
  void putMedians(BenchNumbers numbers) {
    samples.keySet().forEach(name -> numbers.put(name + "_s", median(name)));
  }
}
