package io.nuodb.backup.plan;

import io.nuodb.backup.api.BackupPolicySpec.OnDemand;
import io.nuodb.backup.api.BackupPolicyStatus;
import io.nuodb.backup.api.BackupPolicyStatus.ObservedSchedule;
import io.nuodb.backup.api.BackupPolicyStatus.RunState;
import io.nuodb.backup.api.BackupSetStatus;
import io.nuodb.backup.api.HotCopyType;
import io.nuodb.backup.job.JobResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Which finished Jobs may go. A Job's name keeps its run from starting twice, and its pod holds the
 * only copy of its result, so it stays until the result is in a status and nobody could start the
 * run any more.
 *
 * @param deletable names of Jobs
 * @param wakeUps when further ones may go
 */
record JobRetention(List<String> deletable, List<Instant> wakeUps) {
  private static final Duration MARGIN = Duration.ofMinutes(10);

  static JobRetention of(PolicyObservation policy, PolicySchedules schedules, Instant now) {
    var retention = new JobRetention(new ArrayList<>(), new ArrayList<>());
    for (HotCopyRun run : policy.runs()) {
      if (recorded(policy, run)) {
        retention.keepUntil(run.job().name(), guardedUntil(run, schedules), now);
      }
    }
    for (Inspection inspection : policy.inspections()) {
      if (!inspection.job().running() && !needed(policy, inspection)) {
        retention.keepUntil(inspection.job().name(), end(inspection.job()), now);
      }
    }
    for (Cancellation cancellation : policy.cancellations()) {
      if (!cancellation.job().running()) {
        retention.keepUntil(cancellation.job().name(), end(cancellation.job()), now);
      }
    }
    for (Discovery discovery : policy.discoveries()) {
      if (!discovery.job().running() && answered(policy, discovery)) {
        retention.keepUntil(discovery.job().name(), end(discovery.job()), now);
      }
    }
    return retention;
  }

  private void keepUntil(String job, Instant guarded, Instant now) {
    Instant until = guarded.plus(MARGIN);
    if (until.isAfter(now)) {
      wakeUps.add(until);
    } else {
      deletable.add(job);
    }
  }

  /** When the last moment has passed at which somebody with an old view could start the run. */
  private static Instant guardedUntil(HotCopyRun run, PolicySchedules schedules) {
    Instant end = end(run.job());
    return switch (run.key().trigger()) {
      case Trigger.OnDemand _, Trigger.Rotation _ ->
          later(end, run.job().creationTime().plus(Attempts.WITHOUT_DEADLINE));
      case Trigger.Scheduled(Instant time) ->
          schedules
              .of(run.key().type())
              .map(schedule -> later(end, schedule.deadline(time)))
              .orElse(end);
    };
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private static Instant end(ObservedJob job) {
    return job.endTime().orElseThrow();
  }

  private static boolean recorded(PolicyObservation policy, HotCopyRun run) {
    return run.targets().stream().allMatch(target -> recorded(policy, run, target));
  }

  private static boolean recorded(PolicyObservation policy, HotCopyRun run, HotCopyTarget target) {
    return switch (policy.outcome(run, target)) {
      case Outcome.Running _, Outcome.Unknown _ -> false;
      case Outcome.Succeeded(var result, _) ->
          inPolicyStatus(policy, run, target) && inSetStatus(policy, target, result);
      case Outcome.Failed _ ->
          inPolicyStatus(policy, run, target)
              && setKnowsEnd(policy, target)
              && followed(policy, run, target);
    };
  }

  private static boolean inPolicyStatus(
      PolicyObservation policy, HotCopyRun run, HotCopyTarget target) {
    Optional<BackupPolicyStatus.StorageManager> unit = Units.recorded(policy, target.pod());
    if (unit.isEmpty()) {
      return policy.status().isPresent();
    }
    BackupPolicyStatus.Run last = unit.get().last(run.type());
    boolean stillRunning =
        last != null && run.job().name().equals(last.job()) && last.state() == RunState.Running;
    return last != null && !stillRunning && triggerAnswered(policy, run, unit.get());
  }

  private static boolean triggerAnswered(
      PolicyObservation policy, HotCopyRun run, BackupPolicyStatus.StorageManager unit) {
    HotCopyType type = run.key().type();
    return switch (run.key().trigger()) {
      case Trigger.OnDemand(String token) -> {
        OnDemand wanted = policy.spec().onDemand();
        yield wanted == null
            || !token.equals(wanted.of(type))
            || token.equals(TokenProgress.answered(policy, type));
      }
      case Trigger.Rotation(String set) -> rotated(policy, run.key(), set);
      case Trigger.Scheduled(Instant time) ->
          answeredUntil(policy, run, unit).filter(until -> !until.isBefore(time)).isPresent();
    };
  }

  /** While a set is still to be rotated, its newest attempt tells how often that was tried. */
  private static boolean rotated(PolicyObservation policy, RunKey key, String set) {
    boolean newer =
        policy.runs().stream()
            .map(HotCopyRun::key)
            .anyMatch(
                other ->
                    other.withAttempt(key.attempt()).equals(key)
                        && other.attempt() > key.attempt());
    return newer
        || policy.set(set).filter(it -> it.phase() != BackupSetStatus.Phase.Closed).isEmpty();
  }

  private static Optional<Instant> answeredUntil(
      PolicyObservation policy, HotCopyRun run, BackupPolicyStatus.StorageManager unit) {
    HotCopyType type = run.key().type();
    if (run.key().unit().isPresent()) {
      return Optional.ofNullable(unit.answeredUntil()).map(times -> times.of(type));
    }
    List<ObservedSchedule> schedules =
        Objects.requireNonNullElse(
            policy.status().map(BackupPolicyStatus::schedules).orElse(null), List.of());
    return schedules.stream()
        .filter(schedule -> schedule.type() == type)
        // One that is not in force any more, or was changed, starts nothing for that time.
        .map(schedule -> Objects.requireNonNullElse(schedule.answeredUntil(), schedule.since()))
        .findFirst()
        .or(() -> Optional.of(Instant.MAX));
  }

  /** A set that a person deleted needs no record. */
  private static boolean inSetStatus(
      PolicyObservation policy, HotCopyTarget target, JobResult result) {
    if (result.backupSet() == null || result.backupSet().element() == null) {
      return setKnowsEnd(policy, target);
    }
    String element = result.backupSet().element().name();
    return policy.sets().stream()
        .filter(
            set ->
                target
                    .set()
                    .map(set.name()::equals)
                    .orElseGet(
                        () ->
                            set.liesAt(
                                target.place().persistentVolumeClaim(),
                                result.backupSet().directory())))
        .findFirst()
        .flatMap(ObservedSet::status)
        .map(status -> knows(status, element))
        .orElse(true);
  }

  /** The status lists the newest elements; older ones are counted. */
  private static boolean knows(BackupSetStatus status, String element) {
    List<BackupSetStatus.Element> elements =
        Objects.requireNonNullElse(status.elements(), List.of());
    return elements.stream().anyMatch(it -> it.name().equals(element))
        || elements.size() >= BackupSetState.MOST_ELEMENTS;
  }

  private static boolean setKnowsEnd(PolicyObservation policy, HotCopyTarget target) {
    return target
        .set()
        .flatMap(policy::set)
        .map(set -> set.phase() != BackupSetStatus.Phase.Initializing)
        .orElse(true);
  }

  /** People look at a failed Job: it stays until there is a newer one. */
  private static boolean followed(PolicyObservation policy, HotCopyRun run, HotCopyTarget target) {
    return policy.runs().stream()
        .anyMatch(
            other ->
                other.type() == run.type()
                    && other.runsOn(target.pod())
                    && other.job().creationTime().isAfter(run.job().creationTime()));
  }

  /** The result of an inspection stands for the hot copy's own as long as anything asks. */
  private static boolean needed(PolicyObservation policy, Inspection inspection) {
    String job = inspection.hotCopyJob();
    boolean observed = policy.runs().stream().anyMatch(run -> run.job().name().equals(job));
    boolean initializing =
        policy.sets().stream()
            .anyMatch(
                set ->
                    set.hotCopyJob().equals(job)
                        && set.phase() == BackupSetStatus.Phase.Initializing);
    boolean running =
        Units.recorded(policy).stream()
            .flatMap(unit -> unit.lastRuns().stream())
            .anyMatch(run -> job.equals(run.job()) && run.state() == RunState.Running);
    return observed || initializing || running;
  }

  private static boolean answered(PolicyObservation policy, Discovery discovery) {
    Optional<BackupPolicyStatus.Discovery> recorded =
        policy.status().map(BackupPolicyStatus::discovery);
    return recorded
        .filter(
            it ->
                !it.selection().equals(discovery.selection())
                    || it.attempt() >= discovery.attempt())
        .isPresent();
  }
}
