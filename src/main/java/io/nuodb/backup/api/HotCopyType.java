package io.nuodb.backup.api;

import com.fasterxml.jackson.annotation.JsonValue;

/** The kinds of hot copy (NuoDB docs, Types of Hot Copy). */
public enum HotCopyType {
  /** Makes a new backup set. */
  FULL("full"),
  /** Adds what changed since to a set whose full is complete. */
  INCREMENTAL("incremental"),
  /** Adds the journal since the last journal hot copy to the newest initialised set. */
  JOURNAL("journal"),
  /** Makes an archive that can be used as it is; it has no set, and no schedule. */
  SIMPLE("simple");

  private final String text;

  HotCopyType(String text) {
    this.text = text;
  }

  /** The word that NuoDB's REST API, command line and {@code state.xml} use. */
  @JsonValue
  public String text() {
    return text;
  }
}
