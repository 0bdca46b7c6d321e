package io.nuodb.backup.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Durations of repeated runs. */
final class Samples {
  private static final double NANOS = 1e9;

  private final List<Duration> durations = new ArrayList<>();

  void add(Duration duration) {
    durations.add(duration);
  }

  int count() {
    return durations.size();
  }

  double medianSeconds() {
    List<Duration> sorted = sorted();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? seconds(sorted.get(middle))
        : (seconds(sorted.get(middle - 1)) + seconds(sorted.get(middle))) / 2;
  }

  /** Returns the shortest duration that so many percent of all do not exceed (nearest rank). */
  double percentileSeconds(int percent) {
    int rank = Math.ceilDiv(percent * durations.size(), 100);
    return seconds(sorted().get(Math.max(rank, 1) - 1));
  }

  double maximumSeconds() {
    return seconds(sorted().getLast());
  }

  private List<Duration> sorted() {
    return durations.stream().sorted().toList();
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / NANOS;
  }
}
