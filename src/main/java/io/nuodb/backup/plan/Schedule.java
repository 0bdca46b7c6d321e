package io.nuodb.backup.plan;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.time.zone.ZoneRulesException;
import java.time.zone.ZoneRulesProvider;
import java.util.Optional;

/**
 * A cron expression in a time zone. Its times are instants; where clocks change, much as Debian's
 * cron has it:
 *
 * <ul>
 *   <li>A time at a fixed hour that falls into a skipped hour comes once, at the first instant
 *       after it; one that falls into a repeated hour comes once, the first time.
 *   <li>Where the hour is a wildcard, a range or a step, each real hour counts that matches on the
 *       wall: twice in a repeated hour, never in a skipped one.
 * </ul>
 */
public final class Schedule {
  private final CronExpression cron;
  private final ZoneRules rules;

  private Schedule(CronExpression cron, ZoneRules rules) {
    this.cron = cron;
    this.rules = rules;
  }

  /**
   * @param field path of the schedule's part of the spec, for messages
   * @param zone an IANA time zone
   */
  static Schedule parse(String field, String cron, String zone) throws InvalidFieldException {
    ZoneRules rules;
    try {
      // Offsets such as +02:00 are no regions: they would never change their clocks.
      rules = ZoneRulesProvider.getRules(zone, false);
    } catch (ZoneRulesException e) {
      throw new InvalidFieldException(
          "spec.schedules.timeZone", "'" + zone + "' is no IANA time zone");
    }
    return new Schedule(CronExpression.parse(field + ".cron", cron), rules);
  }

  /** The first time strictly after the instant; empty only decades before the end of time. */
  public Optional<Instant> nextAfter(Instant instant) {
    return cron.fixedHours() ? nextFixed(instant) : nextReal(instant);
  }

  /** The last time at or before the instant. */
  public Optional<Instant> latestAtOrBefore(Instant instant) {
    return cron.fixedHours() ? latestFixed(instant) : latestReal(instant);
  }

  private Optional<Instant> nextFixed(Instant instant) {
    Optional<LocalDateTime> wall = cron.after(wall(instant, rules.getOffset(instant)));
    while (wall.isPresent() && !placed(wall.get()).isAfter(instant)) {
      wall = cron.after(wall.get());
    }
    return wall.map(this::placed);
  }

  private Optional<Instant> latestFixed(Instant instant) {
    return cron.before(wallEndOf(instant)).map(this::placed);
  }

  /** The wall time before which every fixed time has come by the instant. */
  private LocalDateTime wallEndOf(Instant instant) {
    ZoneOffsetTransition last = rules.previousTransition(instant.plusNanos(1));
    if (last != null
        && last.isOverlap()
        && instant.isBefore(last.getInstant().minus(last.getDuration()))) {
      return last.getDateTimeBefore();
    }
    return wall(instant, rules.getOffset(instant)).plusNanos(1);
  }

  private Instant placed(LocalDateTime wall) {
    ZoneOffsetTransition transition = rules.getTransition(wall);
    if (transition != null && transition.isGap()) {
      return transition.getInstant();
    }
    return wall.toInstant(rules.getOffset(wall));
  }

  private Optional<Instant> nextReal(Instant instant) {
    Instant from = instant;
    while (true) {
      ZoneOffset offset = rules.getOffset(from);
      Optional<Instant> next = cron.after(wall(from, offset)).map(wall -> wall.toInstant(offset));
      ZoneOffsetTransition change = rules.nextTransition(from);
      if (next.isEmpty() || change == null || next.get().isBefore(change.getInstant())) {
        return next;
      }
      Instant start = change.getInstant();
      if (matches(start)) {
        return Optional.of(start);
      }
      from = start;
    }
  }

  private Optional<Instant> latestReal(Instant instant) {
    Instant to = instant.plusNanos(1);
    while (true) {
      Instant inside = to.minusNanos(1);
      ZoneOffset offset = rules.getOffset(inside);
      Optional<Instant> last =
          cron.before(wall(inside, offset).plusNanos(1)).map(wall -> wall.toInstant(offset));
      ZoneOffsetTransition change = rules.previousTransition(to);
      if (last.isEmpty() || change == null || !last.get().isBefore(change.getInstant())) {
        return last;
      }
      to = change.getInstant();
    }
  }

  private boolean matches(Instant instant) {
    LocalDateTime wall = wall(instant, rules.getOffset(instant));
    return cron.after(wall.minusNanos(1)).filter(wall::equals).isPresent();
  }

  private static LocalDateTime wall(Instant instant, ZoneOffset offset) {
    return LocalDateTime.ofInstant(instant, offset);
  }
}
