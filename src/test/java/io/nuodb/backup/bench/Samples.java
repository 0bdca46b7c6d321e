package io.nuodb.backup.bench;

import java.util.ArrayList;
import java.util.List;

/** Durations of repeated runs. */
final class Samples {

  private static final double NANOS = 1e9;

  private final List<Long> nanos = new ArrayList<>();

  void add(long duration) {
    nanos.add(duration);
  }

  double medianSeconds() {
    List<Long> sorted = nanos.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle) / NANOS
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2 / NANOS;
  }
}
