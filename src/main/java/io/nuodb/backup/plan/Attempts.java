package io.nuodb.backup.plan;

import io.nuodb.backup.api.BackupPolicyStatus.ObservedSchedule;
import io.nuodb.backup.api.BackupPolicyStatus.RunState;
import io.nuodb.backup.api.HotCopyType;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The attempts at one run: those with the same unit, type and trigger, oldest first, and what
 * follows from the newest.
 */
record Attempts(List<HotCopyRun> runs) {
  /** How long a trigger without a schedule's deadline is followed. */
  static final Duration WITHOUT_DEADLINE = Duration.ofHours(1);

  /** When a set that could not be rotated is tried again. */
  private static final Duration ROTATION_PAUSE = Duration.ofHours(6);

  /** With more attempts than that, what comes first waits like any other. */
  private static final int MOST_AT_ONCE = 4;

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(15);
  private static final Duration PAUSE_OF_ATTEMPTS = Duration.ofMinutes(5);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  /** A full that came first and did not help is not repeated sooner. */
  private static final Duration FULL_PAUSE = Duration.ofHours(1);

  /**
   * What follows from the newest attempt.
   *
   * @param type what the next one is to run
   * @param due not before
   * @param until when it is given up
   * @param reason why the newest attempt did not do
   */
  record Next(
      RunKey key, HotCopyType type, Instant due, Instant until, String reason, String message) {
    /** What others see of its age must be what it is asked for with. */
    Instant since() {
      return key.trigger() instanceof Trigger.Scheduled(Instant time) ? time : due;
    }

    /** As statuses tell it: null where it is never given up. */
    Instant end() {
      return until.equals(Instant.MAX) ? null : until;
    }
  }

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
    if (isFinal(policy) || overtaken(policy) || newerIsGone(policy)) {
      return Optional.empty();
    }
    Instant until = until(policy, schedules, inForce);
    return switch (policy.outcome(newest())) {
      case Outcome.Running _, Outcome.Unknown _ -> Optional.empty();
      case Outcome.Succeeded(_, Instant end) -> afterSuccess(until, end);
      case Outcome.Failed failure -> afterFailure(policy, schedules, until, failure);
    };
  }

  /** What came first is done: now what was asked for. */
  private Optional<Next> afterSuccess(Instant until, Instant end) {
    HotCopyType asked = newest().key().type();
    if (!newest().inPlaceOfAnother() || asked != HotCopyType.JOURNAL) {
      return Optional.empty();
    }
    boolean onDemand = newest().key().trigger() instanceof Trigger.OnDemand;
    RunKey key = newest().key().withAttempt(newest().key().attempt() + 1);
    Instant limit = onDemand ? end.plus(WITHOUT_DEADLINE) : until;
    return Optional.of(
        new Next(
            key,
            asked,
            end,
            limit,
            Reason.HotCopyStillRunning.name(),
            "what had to come first is complete"));
  }

  /** What is on record as over stays over, as when the policy was suspended meanwhile. */
  private boolean isFinal(PolicyObservation policy) {
    return !(newest().key().trigger() instanceof Trigger.Rotation)
        && Units.recordedOf(policy, newest().unit()).stream()
            .map(storageManager -> storageManager.last(newest().type()))
            .filter(Objects::nonNull)
            .filter(run -> run.job().equals(newest().job().name()))
            .anyMatch(run -> run.state() == RunState.Failed || run.state() == RunState.Missed);
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
    Instant end = failure.endTime();
    NextStep step = stepAfter(policy, failure);
    boolean exhausted = step != NextStep.WAIT && failures(policy) > schedules.retries();
    boolean hopeless = step == NextStep.GIVE_UP || exhausted;
    if (newest().key().trigger() instanceof Trigger.Rotation) {
      // Jobs of its earlier attempts may be gone.
      hopeless |= step != NextStep.WAIT && newest().key().attempt() > schedules.retries();
      Instant due = end.plus(hopeless ? ROTATION_PAUSE : pause(end));
      return Optional.of(next(HotCopyType.FULL, due, Instant.MAX, failure));
    }
    if (hopeless) {
      return Optional.empty();
    }
    HotCopyType type = prepared(policy, end) ? newest().key().type() : typeOf(step);
    boolean atOnce = type != newest().type() && runs.size() <= MOST_AT_ONCE;
    return Optional.of(next(type, atOnce ? end : end.plus(pause(end)), until, failure));
  }

  /** A full that did not help is not made again, and one that runs is waited for. */
  private NextStep stepAfter(PolicyObservation policy, Outcome.Failed failure) {
    NextStep step = NextStep.after(newest().type(), failure.reason());
    if (step != NextStep.FULL_FIRST || prepared(policy, failure.endTime())) {
      return step;
    }
    if (fulls(policy).anyMatch(run -> policy.unfinished(run))) {
      return NextStep.WAIT;
    }
    boolean helped =
        fulls(policy)
            .filter(run -> policy.outcome(run) instanceof Outcome.Succeeded)
            .noneMatch(
                run ->
                    runs.contains(run)
                        || run.job().creationTime().isAfter(failure.endTime().minus(FULL_PAUSE)));
    return helped ? step : NextStep.GIVE_UP;
  }

  private Stream<HotCopyRun> fulls(PolicyObservation policy) {
    return policy.runs().stream()
        .filter(run -> run.unit().equals(newest().unit()) && run.type() == HotCopyType.FULL);
  }

  /** Failures that count, not what was in the way. */
  private long failures(PolicyObservation policy) {
    return runs.stream()
        .filter(
            run ->
                policy.outcome(run) instanceof Outcome.Failed failed
                    && NextStep.after(run.type(), failed.reason()) == NextStep.RETRY)
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

  private Next next(HotCopyType type, Instant due, Instant until, Outcome.Failed failure) {
    RunKey key = newest().key().withAttempt(newest().key().attempt() + 1);
    return new Next(key, type, due, until, failure.reason(), failure.message());
  }

  /**
   * Grows with the attempts, and with the time that they took: a week's deadline makes few Jobs.
   */
  private Duration pause(Instant end) {
    Duration doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(runs.size() - 1, 10));
    Duration pause = min(doubled, PAUSE_OF_ATTEMPTS);
    Duration share = Duration.between(runs.getFirst().job().creationTime(), end).dividedBy(12);
    return min(share.compareTo(pause) > 0 ? share : pause, LONGEST_PAUSE);
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** A due time of a schedule that was changed since, or ended, is not followed. */
  private Instant until(
      PolicyObservation policy, PolicySchedules schedules, List<ObservedSchedule> inForce) {
    return switch (newest().key().trigger()) {
      case Trigger.Scheduled(Instant time) ->
          inForce.stream()
              .filter(it -> it.type() == newest().key().type() && !it.since().isAfter(time))
              .findFirst()
              .flatMap(it -> schedules.of(it.type()))
              .map(schedule -> schedule.deadline(time))
              .orElse(Instant.MIN);
      case Trigger.OnDemand _ ->
          policy.suspended()
              ? Instant.MIN
              : runs.getFirst().job().creationTime().plus(WITHOUT_DEADLINE);
      case Trigger.Rotation _ -> Instant.MAX;
    };
  }

  /** Whether the newest attempt only met something that was in the way. */
  boolean waited(PolicyObservation policy) {
    return policy.outcome(newest()) instanceof Outcome.Failed failed
        && NextStep.after(newest().type(), failed.reason()) == NextStep.WAIT;
  }
}
