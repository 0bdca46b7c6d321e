package io.nuodb.backup.simulator.nuocmd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What a program printed, and its exit code. */
record Output(int exitCode, String out, String err) {
  /**
   * Runs a program to its end.
   *
   * @throws IOException when there is no such program, or it had to be ended at the limit
   */
  static Output of(ProcessBuilder program, Duration limit)
      throws IOException, InterruptedException {
    // Files, since a pipe that nobody reads would hold the program up.
    Path out = Files.createTempFile("program", ".out");
    Path err = Files.createTempFile("program", ".err");
    try {
      Process process = program.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
      if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
        throw new IOException(
            String.join(" ", program.command())
                + " did not end within "
                + limit.toSeconds()
                + " seconds; it said: "
                + Files.readString(err));
      }
      return new Output(process.exitValue(), Files.readString(out), Files.readString(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }
}
