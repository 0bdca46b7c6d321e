package io.nuodb.backup.nuodb;

/** The kinds of hot copy (NuoDB docs, Types of Hot Copy). */
public enum HotCopyType {
  /** A usable copy of the archive, in no backup set. */
  SIMPLE("simple"),
  /** Makes a backup set and its first element. */
  FULL("full"),
  /** Adds an element with the atoms that changed since the last one with atoms. */
  INCREMENTAL("incremental"),
  /** Adds an element with the journal files since the last one with journal files only. */
  JOURNAL("journal");

  private final String text;

  HotCopyType(String text) {
    this.text = text;
  }

  /** The word that NuoDB's REST API, command line and {@code state.xml} use. */
  public String text() {
    return text;
  }
}
