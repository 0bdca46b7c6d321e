package io.nuodb.backup.nuodb;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of an element's directory in a backup set: {@code full}, {@code 1.inc}, {@code 1.jnl}.
 * Incremental and journal elements are numbered independently, from 1 on (NuoDB docs, Using Backup
 * Sets).
 *
 * @param type of the hot copy that makes it
 * @param number its place among those of its type; 0 for the full one
 */
public record ElementName(HotCopyType type, int number) {
  /** In the order in which hot copies of each type made them, the full one before all. */
  public static final Comparator<ElementName> ORDER =
      Comparator.comparing(ElementName::type).thenComparing(ElementName::number);

  private static final String FULL = "full";
  private static final String INCREMENTAL = "inc";
  private static final String JOURNAL = "jnl";
  private static final Pattern NUMBERED =
      Pattern.compile("([1-9][0-9]{0,8})\\.(" + INCREMENTAL + "|" + JOURNAL + ")");

  /** Empty when no element has such a name. */
  public static Optional<ElementName> of(String text) {
    if (text.equals(FULL)) {
      return Optional.of(new ElementName(HotCopyType.FULL, 0));
    }
    Matcher name = NUMBERED.matcher(text);
    return name.matches()
        ? Optional.of(new ElementName(typeOf(name.group(2)), Integer.parseInt(name.group(1))))
        : Optional.empty();
  }

  private static HotCopyType typeOf(String suffix) {
    return suffix.equals(INCREMENTAL) ? HotCopyType.INCREMENTAL : HotCopyType.JOURNAL;
  }

  /** The name itself. */
  public String text() {
    return switch (type) {
      case FULL -> FULL;
      case INCREMENTAL -> number + "." + INCREMENTAL;
      case JOURNAL -> number + "." + JOURNAL;
      case SIMPLE -> throw new IllegalStateException("a simple hot copy makes no element");
    };
  }
}
