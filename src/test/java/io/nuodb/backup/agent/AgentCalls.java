package io.nuodb.backup.agent;

import io.nuodb.backup.job.JobResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Calls the agent's command line as a Job pod does. */
final class AgentCalls {
  /**
   * @param result what it left for Kubernetes, null when nothing
   */
  record Call(int exitCode, JobResult result, String log) {}

  private AgentCalls() {}

  static Call call(TestTime time, Path directory, String... arguments) throws IOException {
    return call(time, Disk.real(), directory, arguments);
  }

  static Call call(TestTime time, Disk disk, Path directory, String... arguments)
      throws IOException {
    Path result = Files.createTempFile(directory, "termination", "log");
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    Environment environment =
        new Environment(time, time, disk, new PrintStream(log, true, StandardCharsets.UTF_8));
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--result", result.toString()));
    int exitCode = Agent.commandLine(environment).execute(all.toArray(String[]::new));
    return new Call(
        exitCode,
        JobResult.fromJson(Files.readString(result)).orElse(null),
        log.toString(StandardCharsets.UTF_8));
  }
}
