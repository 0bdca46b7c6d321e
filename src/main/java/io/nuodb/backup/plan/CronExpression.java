package io.nuodb.backup.plan;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A cron expression in the dialect of Kubernetes CronJobs: five fields with names, ranges, lists
 * and steps, {@code ?} as {@code *}, or a macro such as {@code @daily}. It knows wall clocks only;
 * {@link Schedule} places its times in a time zone.
 */
final class CronExpression {
  private static final Map<String, String> MACROS =
      Map.of(
          "@yearly", "0 0 1 1 *",
          "@annually", "0 0 1 1 *",
          "@monthly", "0 0 1 * *",
          "@weekly", "0 0 * * 0",
          "@daily", "0 0 * * *",
          "@midnight", "0 0 * * *",
          "@hourly", "0 * * * *");
  private static final CronParser PARSER =
      new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));
  private static final Pattern PLAIN_HOURS = Pattern.compile("[0-9]+(,[0-9]+)*");

  /** cron-utils looks no further than a few years; this is inside a leap year's February. */
  private static final LocalDateTime EPOCH = LocalDateTime.of(2024, 1, 1, 0, 0);

  private final ExecutionTime times;
  private final boolean fixedHours;

  private CronExpression(ExecutionTime times, boolean fixedHours) {
    this.times = times;
    this.fixedHours = fixedHours;
  }

  /** Refuses what Kubernetes would refuse, time zone prefixes, and times that never come. */
  static CronExpression parse(String field, String text) throws InvalidFieldException {
    String trimmed = text.trim();
    if (trimmed.startsWith("TZ=") || trimmed.startsWith("CRON_TZ=")) {
      throw new InvalidFieldException(
          field, "'" + text + "' names a time zone: use spec.schedules.timeZone");
    }
    String plain = MACROS.getOrDefault(trimmed, trimmed).replace('?', '*');
    String[] fields = plain.toUpperCase(Locale.ROOT).split("\\s+");
    if (fields.length != 5) {
      throw new InvalidFieldException(
          field,
          "'%s' has %d fields; a cron expression has five: minute, hour, day of month, month, day"
                  .formatted(text, fields.length)
              + " of week");
    }
    ExecutionTime times;
    try {
      times = ExecutionTime.forCron(PARSER.parse(String.join(" ", fields)));
    } catch (IllegalArgumentException e) {
      throw new InvalidFieldException(
          field, "'" + text + "' is no cron expression: " + e.getMessage());
    }
    var cron = new CronExpression(times, PLAIN_HOURS.matcher(fields[1]).matches());
    if (cron.after(EPOCH).isEmpty()) {
      throw new InvalidFieldException(field, "'" + text + "' names a time that never comes");
    }
    return cron;
  }

  /** Whether the hour field is plain numbers, and not a wildcard, a range or a step. */
  boolean fixedHours() {
    return fixedHours;
  }

  /** The first matching minute strictly after the time. */
  Optional<LocalDateTime> after(LocalDateTime time) {
    return times.nextExecution(time.atZone(ZoneOffset.UTC)).map(ZonedDateTime::toLocalDateTime);
  }

  /** The last matching minute strictly before the time. */
  Optional<LocalDateTime> before(LocalDateTime time) {
    return times.lastExecution(time.atZone(ZoneOffset.UTC)).map(ZonedDateTime::toLocalDateTime);
  }
}
