package io.nuodb.backup.plan;

import io.nuodb.backup.api.BackupPolicyStatus.ObservedSchedule;
import io.nuodb.backup.api.BackupPolicyStatus.Run;
import io.nuodb.backup.api.BackupPolicyStatus.RunState;
import io.nuodb.backup.api.HotCopyType;
import io.nuodb.backup.job.JobResult;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The last hot copy of each type on a storage manager, as its policy's status tells of it. */
final class LastRuns {
  private final PolicyObservation policy;
  private final PolicySchedules schedules;
  private final List<ObservedSchedule> inForce;
  private final List<HotCopyLaunch> launches;
  private final Instant now;

  /**
   * @param hotCopies what starts now and which schedules are in force
   */
  LastRuns(
      PolicyObservation policy, PolicySchedules schedules, HotCopyPlan hotCopies, Instant now) {
    this.policy = policy;
    this.schedules = schedules;
    this.inForce = hotCopies.schedules();
    this.launches = hotCopies.launches();
    this.now = now;
  }

  /**
   * @param before what the status says so far
   */
  Run of(String pod, HotCopyType type, Optional<Run> before) {
    Optional<HotCopyLaunch> launched =
        launches.stream()
            .filter(launch -> launch.type() == type && runsOn(launch, pod))
            .findFirst();
    if (launched.isPresent()) {
      HotCopyLaunch launch = launched.get();
      var job = new ObservedJob(launch.job(), now, Optional.empty(), Optional.empty());
      var run = new HotCopyRun(launch.key(), launch.unit().name(), type, launch.targets(), job);
      return describe(run, run.target(pod).orElseThrow(), new Outcome.Running());
    }
    Optional<HotCopyRun> newest =
        policy.runs().stream()
            .filter(run -> run.type() == type && run.runsOn(pod))
            .max(later(before));
    Instant recorded = before.map(Run::startTime).orElse(Instant.MIN);
    return newest
        .filter(run -> !run.job().creationTime().isBefore(recorded) || isOf(before, run))
        .map(
            run -> {
              HotCopyTarget target = run.target(pod).orElseThrow();
              return describe(run, target, policy.outcome(run, target));
            })
        .or(() -> before.map(run -> withoutJob(pod, run)))
        .orElse(null);
  }

  /** Of two that began in the same second: creation times are no finer. */
  private static Comparator<HotCopyRun> later(Optional<Run> recorded) {
    return Comparator.comparing((HotCopyRun run) -> run.job().creationTime())
        .thenComparing(run -> run.job().endTime().orElse(Instant.MAX))
        .thenComparing(run -> isOf(recorded, run));
  }

  private static boolean runsOn(HotCopyLaunch launch, String pod) {
    return launch.targets().stream().anyMatch(target -> target.pod().equals(pod));
  }

  private static boolean isOf(Optional<Run> recorded, HotCopyRun run) {
    return recorded.map(Run::job).filter(run.job().name()::equals).isPresent();
  }

  private Run describe(HotCopyRun run, HotCopyTarget target, Outcome outcome) {
    Instant created = run.job().creationTime();
    Instant scheduled =
        run.key().trigger() instanceof Trigger.Scheduled(Instant time) ? time : created;
    String token = run.key().trigger() instanceof Trigger.OnDemand(String text) ? text : null;
    var running =
        new Run(
            scheduled,
            token,
            RunState.Running,
            null,
            null,
            run.job().name(),
            target.backupSet(),
            null,
            run.key().attempt(),
            created,
            null);
    Run ended = ended(running, target.pod(), outcome);
    return ended.state() == RunState.Failed ? followed(run, ended) : ended;
  }

  /** One that is tried again is not over; one that met nothing but obstacles did not take place. */
  private Run followed(HotCopyRun run, Run failed) {
    Attempts attempts = Attempts.of(policy, run.key());
    boolean goesOn =
        policy.unfinished(attempts.newest())
            || attempts
                .next(policy, schedules, inForce)
                .filter(next -> now.isBefore(next.until()))
                .isPresent();
    if (goesOn) {
      return with(failed, RunState.Waiting, failed.reason(), failed.message(), null, null);
    }
    return attempts.newest().equals(run) && attempts.waited(policy)
        ? with(
            failed,
            RunState.Missed,
            failed.reason(),
            failed.message(),
            null,
            failed.completionTime())
        : failed;
  }

  /** A run whose Job is gone: only inspections can still tell what became of it. */
  private Run withoutJob(String pod, Run before) {
    return switch (before.state()) {
      case Running -> ended(before, pod, Outcome.ofLost(before.job(), pod, policy.inspections()));
      case Waiting -> with(before, RunState.Missed, before.reason(), before.message(), null, now);
      default -> before;
    };
  }

  private Run ended(Run run, String pod, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Running _ -> run;
      case Outcome.Unknown(String message) ->
          with(run, RunState.Running, Reason.Inspecting.name(), message, null, null);
      case Outcome.Succeeded(JobResult result, Instant endTime) ->
          with(
              into(run, pod, result),
              RunState.Succeeded,
              null,
              result.message(),
              element(result),
              endTime);
      case Outcome.Failed(String reason, String message, Instant endTime) ->
          with(run, RunState.Failed, reason, message, null, endTime);
    };
  }

  private static String element(JobResult result) {
    return result.backupSet() == null || result.backupSet().element() == null
        ? null
        : result.backupSet().element().name();
  }

  /** A journal hot copy tells at its end which set it went to. */
  private Run into(Run run, String pod, JobResult result) {
    if (run.backupSet() != null || result.backupSet() == null) {
      return run;
    }
    String directory = result.backupSet().directory();
    String set =
        policy.sets().stream()
            .filter(it -> it.storageManager().pod().equals(pod))
            .filter(it -> it.directory().equals(directory))
            .map(ObservedSet::name)
            .findFirst()
            .orElse(directory);
    return new Run(
        run.scheduledTime(),
        run.token(),
        run.state(),
        run.reason(),
        run.message(),
        run.job(),
        set,
        run.element(),
        run.attempt(),
        run.startTime(),
        run.completionTime());
  }

  private static Run with(
      Run run, RunState state, String reason, String message, String element, Instant endTime) {
    return new Run(
        run.scheduledTime(),
        run.token(),
        state,
        reason,
        message,
        run.job(),
        run.backupSet(),
        element,
        run.attempt(),
        run.startTime(),
        endTime);
  }
}
