package io.nuodb.backup.simulator.backup;

/** The types of hot copy (NuoDB docs, Using Hot Copy Successfully). */
public enum HotCopyType {
  SIMPLE("simple"),
  FULL("full"),
  INCREMENTAL("incremental"),
  JOURNAL("journal");

  private final String text;

  HotCopyType(String text) {
    this.text = text;
  }

  /** As commands and backup sets spell it. */
  public String text() {
    return text;
  }
}
