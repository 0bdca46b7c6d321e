package io.nuodb.backup.api;

import com.fasterxml.jackson.annotation.JsonValue;

/** The kinds of hot copy that add an element to a backup set (NuoDB docs, Types of Hot Copy). */
public enum HotCopyType {
  FULL("full"),
  INCREMENTAL("incremental");

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
