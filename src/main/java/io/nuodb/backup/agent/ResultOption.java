package io.nuodb.backup.agent;

import io.nuodb.backup.job.ExitCode;
import io.nuodb.backup.job.JobResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where a command leaves its result. */
final class ResultOption {
  @Option(
      names = "--result",
      paramLabel = "FILE",
      defaultValue = "/dev/termination-log",
      description = "File for the result, as JSON (default: ${DEFAULT-VALUE}).")
  private Path file;

  /** Writes the result and returns the exit code that goes with it. */
  int write(JobResult result, Progress progress) throws IOException {
    // Encoded leniently: an engine's message may hold what is no Unicode.
    Files.write(file, result.toJson().getBytes(StandardCharsets.UTF_8));
    progress.report(
        result.succeeded() ? result.message() : result.cause() + ": " + result.message());
    return ExitCode.of(result);
  }
}
