package io.nuodb.backup.plan;

import io.nuodb.backup.api.BackupPolicySpec;
import io.nuodb.backup.api.HotCopyType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A policy's schedules, understood.
 *
 * @param inForce those that start runs: neither suspended nor faulty
 * @param timeout how long a hot copy may take
 * @param retries how often a hot copy that failed is tried again
 * @param rpo recovery point objective
 * @param rto recovery time objective
 * @param faults what makes no sense, each naming its field
 */
public record PolicySchedules(
    List<InForce> inForce,
    Duration timeout,
    int retries,
    Optional<Duration> rpo,
    Optional<Duration> rto,
    List<String> faults) {
  private static final int DEFAULT_RETRIES = 2;

  /**
   * Types that have schedules, in the order in which they are decided: what a full makes needless
   * is seen that way.
   */
  static final List<HotCopyType> SCHEDULED =
      List.of(HotCopyType.FULL, HotCopyType.JOURNAL, HotCopyType.INCREMENTAL);

  private static final String DEFAULT_TIME_ZONE = "UTC";
  private static final String DEFAULT_TIMEOUT = "24h";

  /**
   * @param startingDeadline empty means until the next due time
   */
  public record InForce(
      HotCopyType type,
      String cron,
      String timeZone,
      SharedSchedule schedule,
      Optional<Duration> startingDeadline,
      boolean interleave) {
    /** As the spec writes it; null without one. */
    String writtenDeadline() {
      return startingDeadline.map(Durations::format).orElse(null);
    }

    /** When a run that was due then is missed: never later than the next one is due. */
    Instant deadline(Instant due) {
      Instant next = schedule.nextAfter(due).orElse(Instant.MAX);
      return startingDeadline.map(due::plus).filter(next::isAfter).orElse(next);
    }
  }

  public static PolicySchedules of(BackupPolicySpec spec) {
    List<InForce> inForce = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    if (spec.schedules() != null) {
      for (HotCopyType type : SCHEDULED) {
        BackupPolicySpec.Schedule schedule = scheduleOf(spec.schedules(), type);
        if (schedule != null) {
          try {
            InForce parsed = parse(type, schedule, spec.schedules().timeZone());
            if (!Boolean.TRUE.equals(schedule.suspend()) && !Boolean.TRUE.equals(spec.suspend())) {
              inForce.add(parsed);
            }
          } catch (InvalidFieldException e) {
            faults.add(e.getMessage());
          }
        }
      }
    }
    Duration timeout = timeout(spec, faults);
    Optional<BackupPolicySpec.Objectives> objectives = Optional.ofNullable(spec.objectives());
    Optional<Duration> rpo =
        objectives
            .map(BackupPolicySpec.Objectives::rpo)
            .flatMap(text -> duration("spec.objectives.rpo", text, faults));
    Optional<Duration> rto =
        objectives
            .map(BackupPolicySpec.Objectives::rto)
            .flatMap(text -> duration("spec.objectives.rto", text, faults));
    return new PolicySchedules(
        inForce, timeout, retries(spec), rpo, rto, faults.stream().distinct().toList());
  }

  private static int retries(BackupPolicySpec spec) {
    return spec.hotCopy() == null || spec.hotCopy().retries() == null
        ? DEFAULT_RETRIES
        : spec.hotCopy().retries();
  }

  private static Optional<Duration> duration(String field, String text, List<String> faults) {
    try {
      return Optional.of(Durations.parse(field, text));
    } catch (InvalidFieldException e) {
      faults.add(e.getMessage());
      return Optional.empty();
    }
  }

  private static BackupPolicySpec.Schedule scheduleOf(
      BackupPolicySpec.Schedules schedules, HotCopyType type) {
    return switch (type) {
      case FULL -> schedules.full();
      case INCREMENTAL -> schedules.incremental();
      case JOURNAL -> schedules.journal();
      case SIMPLE -> null;
    };
  }

  private static InForce parse(HotCopyType type, BackupPolicySpec.Schedule schedule, String zone)
      throws InvalidFieldException {
    String field = "spec.schedules." + type.text();
    String timeZone = Objects.requireNonNullElse(zone, DEFAULT_TIME_ZONE);
    Optional<Duration> deadline =
        schedule.startingDeadline() == null
            ? Optional.empty()
            : Optional.of(
                Durations.parse(field + ".startingDeadline", schedule.startingDeadline()));
    return new InForce(
        type,
        schedule.cron(),
        timeZone,
        SharedSchedules.get(field, schedule.cron(), timeZone),
        deadline,
        Boolean.TRUE.equals(schedule.interleave()));
  }

  private static Duration timeout(BackupPolicySpec spec, List<String> faults) {
    String text =
        spec.hotCopy() == null || spec.hotCopy().timeout() == null
            ? DEFAULT_TIMEOUT
            : spec.hotCopy().timeout();
    return duration("spec.hotCopy.timeout", text, faults).orElse(Duration.ofDays(1));
  }

  Optional<InForce> of(HotCopyType type) {
    return inForce.stream().filter(schedule -> schedule.type() == type).findFirst();
  }
}
