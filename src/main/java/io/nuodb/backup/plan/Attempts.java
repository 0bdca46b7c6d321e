package io.nuodb.backup.plan;

import io.nuodb.backup.api.BackupPolicyStatus.ObservedSchedule;
import io.nuodb.backup.api.HotCopyType;
import io.nuodb.backup.job.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The attempts at one run: those with the same unit, type and trigger, oldest first, and what
 * follows from the newest.
 */
record Attempts(List<HotCopyRun> runs) {
  /** How long a trigger without a schedule's deadline is followed. */
  static final Duration WITHOUT_DEADLINE = Duration.ofHours(1);

  /** When a set that could not be rotated is tried again. */
  private static final Duration ROTATION_PAUSE = Duration.ofHours(6);

  /** What comes first need not wait, but an engine that changes its mind must not keep one busy. */
  private static final int MOST_AT_ONCE = 4;

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(15);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  /** What follows from a cause. */
  enum NextStep {
    /** Something is in the way that goes away by itself: no failure, tried again. */
    WAIT,
    /** It may go well another time. */
    RETRY,
    /** There is no set that it could go to: a full comes first. */
    FULL_FIRST,
    /** Journal copies are suspended: an incremental comes first (NuoDB docs, Journal Hot Copy). */
    INCREMENTAL_FIRST,
    /** It would go no better, or nobody wants it to. */
    GIVE_UP
  }

  /**
   * What follows from the newest attempt.
   *
   * @param type what the next one is to run
   * @param due not before
   * @param until when it is given up
   * @param reason why the newest attempt did not do
   */
  record Next(
      RunKey key, HotCopyType type, Instant due, Instant until, String reason, String message) {}

  Attempts {
    runs = runs.stream().sorted(Comparator.comparing(run -> run.key().attempt())).toList();
  }

  /** Of all runs of a unit, each trigger by itself. */
  static List<Attempts> of(PolicyObservation policy, Unit unit) {
    return policy.runs().stream()
        .filter(run -> run.unit().equals(unit.name()))
        .map(run -> run.key().withAttempt(1))
        .distinct()
        .map(key -> of(policy, key))
        .toList();
  }

  static Attempts of(PolicyObservation policy, RunKey key) {
    return new Attempts(
        policy.runs().stream()
            .filter(run -> run.key().withAttempt(1).equals(key.withAttempt(1)))
            .toList());
  }

  HotCopyRun newest() {
    return runs.getLast();
  }

  /** Empty when nothing follows: the newest runs, or did what was asked, or was the last. */
  Optional<Next> next(
      PolicyObservation policy, PolicySchedules schedules, List<ObservedSchedule> inForce) {
    if (overtaken(policy) || newerIsGone(policy)) {
      return Optional.empty();
    }
    return switch (policy.outcome(newest())) {
      case Outcome.Running _, Outcome.Unknown _ -> Optional.empty();
      case Outcome.Succeeded(_, Instant end) ->
          newest().inPlaceOfAnother() && newest().key().type() == HotCopyType.JOURNAL
              ? Optional.of(next(HotCopyType.JOURNAL, end, until(schedules, inForce), "", ""))
              : Optional.empty();
      case Outcome.Failed(String reason, String message, Instant end) ->
          afterFailure(
              policy,
              schedules,
              until(schedules, inForce),
              new Outcome.Failed(reason, message, end));
    };
  }

  /** Another run of the type came later and does the same work, or is tried again itself. */
  private boolean overtaken(PolicyObservation policy) {
    HotCopyType type = newest().key().type();
    Instant created = newest().job().creationTime();
    boolean seen =
        policy.runs().stream()
            .filter(run -> run.unit().equals(newest().unit()) && run.key().type() == type)
            .anyMatch(run -> run.job().creationTime().isAfter(created) && !runs.contains(run));
    return seen
        || Units.recordedOf(policy, newest().unit()).stream()
            .map(unit -> unit.last(type))
            .filter(Objects::nonNull)
            .filter(run -> runs.stream().noneMatch(own -> own.job().name().equals(run.job())))
            .anyMatch(run -> !run.startTime().isBefore(created));
  }

  /** A later attempt is on record whose Job somebody deleted: it may still be at work. */
  private boolean newerIsGone(PolicyObservation policy) {
    RunKey key = newest().key();
    return Units.recordedOf(policy, newest().unit()).stream()
        .flatMap(unit -> unit.lastRuns().stream())
        .filter(run -> run.attempt() > key.attempt())
        .anyMatch(run -> key.withAttempt(run.attempt()).jobName(policy.name()).equals(run.job()));
  }

  private Optional<Next> afterFailure(
      PolicyObservation policy, PolicySchedules schedules, Instant until, Outcome.Failed failure) {
    String reason = failure.reason();
    String message = failure.message();
    Instant end = failure.endTime();
    NextStep step = stepAfter(newest(), reason);
    boolean exhausted = step != NextStep.WAIT && failures(policy) > schedules.retries();
    if (newest().key().trigger() instanceof Trigger.Rotation) {
      Instant due = end.plus(step == NextStep.GIVE_UP || exhausted ? ROTATION_PAUSE : pause());
      return Optional.of(next(HotCopyType.FULL, due, Instant.MAX, reason, message));
    }
    if (step == NextStep.GIVE_UP || exhausted) {
      return Optional.empty();
    }
    HotCopyType type = prepared(policy, end) ? newest().key().type() : typeOf(step);
    boolean atOnce = type != newest().type() && runs.size() <= MOST_AT_ONCE;
    Instant due = atOnce ? end : end.plus(pause());
    return Optional.of(next(type, due, until, reason, message));
  }

  /** Failures that count, not what was in the way. */
  private long failures(PolicyObservation policy) {
    return runs.stream()
        .filter(
            run ->
                policy.outcome(run) instanceof Outcome.Failed failed
                    && stepAfter(run, failed.reason()) == NextStep.RETRY)
        .count();
  }

  private HotCopyType typeOf(NextStep step) {
    return switch (step) {
      case FULL_FIRST -> HotCopyType.FULL;
      case INCREMENTAL_FIRST -> HotCopyType.INCREMENTAL;
      default -> newest().type();
    };
  }

  /** Whether another run meanwhile made what the asked type has to add to. */
  private boolean prepared(PolicyObservation policy, Instant since) {
    return policy.runs().stream()
        .filter(run -> run.unit().equals(newest().unit()))
        .filter(run -> run.type() == HotCopyType.FULL || run.type() == HotCopyType.INCREMENTAL)
        .map(policy::outcome)
        .anyMatch(
            outcome ->
                outcome instanceof Outcome.Succeeded succeeded
                    && succeeded.endTime().isAfter(since));
  }

  private Next next(HotCopyType type, Instant due, Instant until, String reason, String message) {
    RunKey key = newest().key().withAttempt(newest().key().attempt() + 1);
    return new Next(key, type, due, until, reason, message);
  }

  private Duration pause() {
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(runs.size() - 1, 10));
    return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
  }

  /** A due time of a schedule that was changed since, or ended, is not followed. */
  private Instant until(PolicySchedules schedules, List<ObservedSchedule> inForce) {
    return switch (newest().key().trigger()) {
      case Trigger.Scheduled(Instant time) ->
          inForce.stream()
              .filter(it -> it.type() == newest().key().type() && !it.since().isAfter(time))
              .findFirst()
              .flatMap(it -> schedules.of(it.type()))
              .map(schedule -> schedule.deadline(time))
              .orElse(Instant.MIN);
      case Trigger.OnDemand _, Trigger.Rotation _ ->
          runs.getFirst().job().creationTime().plus(WITHOUT_DEADLINE);
    };
  }

  /** Whether the newest attempt only met something that was in the way. */
  boolean waited(PolicyObservation policy) {
    return policy.outcome(newest()) instanceof Outcome.Failed failed
        && stepAfter(newest(), failed.reason()) == NextStep.WAIT;
  }

  private static NextStep stepAfter(HotCopyRun run, String reason) {
    if (reason.equals(Reason.PodNotStarted.name())) {
      return NextStep.RETRY;
    }
    return cause(reason).map(cause -> stepAfter(run.type(), cause)).orElse(NextStep.RETRY);
  }

  private static Optional<Cause> cause(String reason) {
    Predicate<Cause> named = cause -> cause.name().equals(reason);
    return Arrays.stream(Cause.values()).filter(named).findFirst();
  }

  private static NextStep stepAfter(HotCopyType type, Cause cause) {
    boolean needsSet = type == HotCopyType.INCREMENTAL || type == HotCopyType.JOURNAL;
    return switch (cause) {
      case HotCopyContention,
          StorageManagerNotRunning,
          ArchiveUnknown,
          DatabaseNotInitialized,
          AdminUnreachable ->
          NextStep.WAIT;
      case JournalCopySuspended -> NextStep.INCREMENTAL_FIRST;
      case BackupSetRefused, BackupSetNotFound, BackupSetUnreadable ->
          needsSet ? NextStep.FULL_FIRST : NextStep.RETRY;
      case HotCopyFailed, HotCopyLost, StorageManagerLost -> NextStep.RETRY;
      default -> NextStep.GIVE_UP;
    };
  }
}
