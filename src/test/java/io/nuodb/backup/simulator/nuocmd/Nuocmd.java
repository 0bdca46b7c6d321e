package io.nuodb.backup.simulator.nuocmd;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import io.nuodb.backup.simulator.domain.http.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** NuoDB's own command line tool, against one admin. */
final class Nuocmd {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final Path environment = NuocmdEnvironment.required();
  private final String globalOptions;

  /**
   * @param apiServer address and port, with scheme or without
   * @param globalOptions more options that stand before the command
   */
  Nuocmd(String apiServer, String... globalOptions) {
    this.globalOptions = "--api-server " + apiServer + " " + String.join(" ", globalOptions);
  }

  /**
   * Runs a command line as a shell would, whatever its end.
   *
   * @param command what follows {@code nuocmd}, as NuoDB's documents write it
   */
  Output run(String command) throws IOException, InterruptedException {
    return run("", command);
  }

  /** Runs a command that must succeed, and returns what it printed. */
  String print(String command) throws IOException, InterruptedException {
    return succeeded(run(command)).out();
  }

  /** Runs a command that must succeed, and returns the one JSON object it printed. */
  JsonNode json(String command) throws IOException, InterruptedException {
    List<JsonNode> printed = jsons(command);
    assertThat(printed).hasSize(1);
    return printed.getFirst();
  }

  /** Runs a command that must succeed, and returns the JSON objects it printed, in their order. */
  List<JsonNode> jsons(String command) throws IOException, InterruptedException {
    return objects(succeeded(run("--show-json", command)));
  }

  /** Runs a command that must fail without a result, and returns what it printed to say so. */
  String refusal(String command) throws IOException, InterruptedException {
    Output output = run(command);
    assertThat(output.out()).isEmpty();
    assertThat(output.exitCode()).isEqualTo(1);
    return output.err().strip();
  }

  /** The JSON objects that a command printed, whatever its end. */
  static List<JsonNode> objects(Output output) throws IOException {
    try (MappingIterator<JsonNode> printed =
        Json.MAPPER.readerFor(JsonNode.class).readValues(output.out())) {
      return printed.readAll();
    }
  }

  private Output run(String format, String command) throws IOException, InterruptedException {
    ProcessBuilder shell =
        new ProcessBuilder(
            "sh", "-c", String.join(" ", "exec nuocmd", globalOptions, format, command));
    // Nothing but this: NUOCMD_ variables would be options, and a NuoDB that is installed here
    // would bring libraries of its own.
    Map<String, String> variables = shell.environment();
    String path = environment.resolve("bin") + ":" + variables.get("PATH");
    variables.clear();
    variables.putAll(
        Map.of("PATH", path, "NUODB_HOME", environment.toString(), "LC_ALL", "C.UTF-8"));
    return Output.of(shell, LIMIT);
  }

  private static Output succeeded(Output output) {
    assertThat(output.err()).isEmpty();
    assertThat(output.exitCode()).isZero();
    return output;
  }
}
