package io.nuodb.backup.nuodb;

import java.util.OptionalInt;

/** The kinds of hot copy that add an element with atoms to a backup set. */
public enum HotCopyType {
  FULL("full"),
  INCREMENTAL("incremental");

  private final String text;

  HotCopyType(String text) {
    this.text = text;
  }

  /** The word that NuoDB's REST API, command line and {@code state.xml} use. */
  public String text() {
    return text;
  }

  /** Whether a hot copy of this type makes elements of this name, such as full or 3.inc. */
  public boolean makesElement(String name) {
    OptionalInt number = ElementNumber.of(name);
    return number.isPresent() && (number.getAsInt() == 0) == (this == FULL);
  }
}
