package io.nuodb.backup.nuodb;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The places of a backup set's elements in its chain: 0 is the full one, n is {@code n.inc}. */
public final class ElementNumber {
  private static final String FULL = "full";
  private static final Pattern INCREMENTAL = Pattern.compile("([1-9][0-9]{0,8})\\.inc");

  private ElementNumber() {}

  /** Empty when an element with atoms has no such name. */
  public static OptionalInt of(String name) {
    Matcher incremental = INCREMENTAL.matcher(name);
    if (incremental.matches()) {
      return OptionalInt.of(Integer.parseInt(incremental.group(1)));
    }
    return name.equals(FULL) ? OptionalInt.of(0) : OptionalInt.empty();
  }
}
