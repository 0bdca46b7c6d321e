package io.nuodb.backup.agent;

import java.io.PrintStream;

/** The agent's log: one line whenever the state changes, so that the last line is the state. */
final class Progress {
  private final PrintStream out;
  private String last = "";

  Progress(PrintStream out) {
    this.out = out;
  }

  void report(String state) {
    if (!state.equals(last)) {
      out.println(state);
      out.flush();
      last = state;
    }
  }
}
