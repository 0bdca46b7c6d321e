package io.nuodb.backup.agent;

import java.io.PrintStream;
import java.time.Clock;

/** What the commands take from the process that they run in. */
record Environment(Clock clock, Pause pause, Disk disk, PrintStream out) {
  static Environment ofProcess() {
    return new Environment(Clock.systemUTC(), Pause.real(), Disk.real(), System.out);
  }
}
