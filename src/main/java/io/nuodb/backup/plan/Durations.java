package io.nuodb.backup.plan;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as this API writes them: a whole number and one of the units s, m, h, d. */
final class Durations {
  private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,8})([smhd])");

  private Durations() {}

  static Duration parse(String field, String text) throws InvalidFieldException {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new InvalidFieldException(
          field, "'" + text + "' is no duration such as 90s, 30m, 6h or 14d");
    }
    long amount = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }

  /** What {@link #format} wrote; empty where somebody else did. */
  static Optional<Duration> read(String text) {
    try {
      return Optional.of(parse("", text));
    } catch (InvalidFieldException e) {
      return Optional.empty();
    }
  }

  /** In the largest unit that leaves no rest, at least a second. */
  static String format(Duration duration) {
    long seconds = Math.max(1, duration.toSeconds());
    if (seconds % 86_400 == 0) {
      return seconds / 86_400 + "d";
    }
    if (seconds % 3_600 == 0) {
      return seconds / 3_600 + "h";
    }
    return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }
}
