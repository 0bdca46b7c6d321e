package io.nuodb.backup.bench;

import java.io.IOException;

/** Programs that take part in a measurement. */
final class Commands {
  private Commands() {}

  static void run(String... command) throws IOException, InterruptedException {
    int exitCode = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (exitCode != 0) {
      throw new IOException(String.join(" ", command) + " failed");
    }
  }
}
