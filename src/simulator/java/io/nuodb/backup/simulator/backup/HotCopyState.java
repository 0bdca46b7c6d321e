package io.nuodb.backup.simulator.backup;

/** How far a hot copy has come; the texts are the REST status values. */
public enum HotCopyState {
  RUNNING("running"),
  COMPLETED("completed"),
  FAILED("failed"),
  CANCELLED("cancelled");

  private final String text;

  HotCopyState(String text) {
    this.text = text;
  }

  /** As hot copy statuses spell it. */
  public String text() {
    return text;
  }
}
