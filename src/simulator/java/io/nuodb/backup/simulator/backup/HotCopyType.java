package io.nuodb.backup.simulator.backup;

import java.util.Arrays;
import java.util.Optional;

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

  /** The type that is spelt so; empty when none is. */
  public static Optional<HotCopyType> of(String text) {
    return Arrays.stream(values()).filter(type -> type.text.equals(text)).findAny();
  }

  /** As commands and backup sets spell it. */
  public String text() {
    return text;
  }

  /** Whether it becomes an element of a backup set; otherwise it becomes an archive. */
  public boolean goesToABackupSet() {
    return this != SIMPLE;
  }
}
