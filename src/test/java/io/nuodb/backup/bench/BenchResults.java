package io.nuodb.backup.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The medians of a bench, and their ratios.
 *
 * @param samples by kind: full, cp, restore, incremental
 * @param sizeMib the archive's size
 */
record BenchResults(Map<String, Samples> samples, int sizeMib) {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private double median(String kind) {
    return samples.get(kind).medianSeconds();
  }

  void print(PrintStream out) {
    out.printf("%-14s %10s%n", sizeMib + " MiB", "median s");
    samples.keySet().forEach(kind -> out.printf("%-14s %10.3f%n", kind, median(kind)));
    ratios().forEach((name, ratio) -> out.printf("%-26s %6.3f%n", name, ratio));
  }

  private Map<String, Double> ratios() {
    return Map.of(
        "full_vs_cp", median("full") / median("cp"),
        "restore_vs_cp", median("restore") / median("cp"),
        "incremental_1pct_vs_full", median("incremental") / median("full"));
  }

  /** Puts the ratios into a flat JSON object, keeping what other benches put there. */
  void mergeInto(Path file) throws IOException {
    ObjectNode numbers =
        Files.exists(file) ? (ObjectNode) JSON.readTree(file.toFile()) : JSON.createObjectNode();
    ratios().forEach(numbers::put);
    JSON.writeValue(file.toFile(), numbers);
  }
}
