package io.nuodb.backup.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Named numbers, which come together in one flat JSON object. */
final class BenchNumbers {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final double DIGITS = 1e4;

  private final Map<String, Double> numbers = new LinkedHashMap<>();

  /** Keeps four decimals, and tells who watches. */
  void put(String name, double number) {
    double rounded = Math.round(number * DIGITS) / DIGITS;
    numbers.put(name, rounded);
    System.err.printf("%s: %s%n", name, rounded);
  }

  /** Adds the numbers to the file, keeping what else is in it. */
  void mergeInto(Path file) throws IOException {
    ObjectNode all =
        Files.exists(file) ? (ObjectNode) JSON.readTree(file.toFile()) : JSON.createObjectNode();
    numbers.forEach(all::put);
    JSON.writeValue(file.toFile(), all);
  }
}
