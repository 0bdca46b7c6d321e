package io.nuodb.backup.plan;

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
  private final List<HotCopyLaunch> launches;
  private final Instant now;

  /**
   * @param launches hot copies that start now
   */
  LastRuns(PolicyObservation policy, List<HotCopyLaunch> launches, Instant now) {
    this.policy = policy;
    this.launches = launches;
    this.now = now;
  }

  /**
   * @param before what the status says so far
   */
  Run of(String pod, HotCopyType type, Optional<Run> before) {
    Optional<HotCopyLaunch> launched =
        launches.stream()
            .filter(launch -> launch.unit().pod().equals(pod) && launch.type() == type)
            .findFirst();
    if (launched.isPresent()) {
      HotCopyLaunch launch = launched.get();
      var run =
          new HotCopyRun(
              launch.key(),
              type,
              launch.backupSet(),
              launch.storageManager(),
              launch.afterElement(),
              new ObservedJob(launch.job(), now, Optional.empty(), Optional.empty()));
      return describe(run, new Outcome.Running());
    }
    Optional<HotCopyRun> newest =
        policy.runs().stream()
            .filter(run -> run.key().pod().equals(pod) && run.type() == type)
            .max(Comparator.comparing(run -> run.job().creationTime()));
    Instant recorded = before.map(Run::startTime).orElse(Instant.MIN);
    return newest
        .filter(run -> !run.job().creationTime().isBefore(recorded) || isOf(before, run))
        .map(run -> describe(run, policy.outcome(run)))
        .or(() -> before.map(this::withoutJob))
        .orElse(null);
  }

  private static boolean isOf(Optional<Run> recorded, HotCopyRun run) {
    return recorded.map(Run::job).filter(run.job().name()::equals).isPresent();
  }

  private Run describe(HotCopyRun run, Outcome outcome) {
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
            run.backupSet(),
            null,
            created,
            null);
    return ended(running, outcome);
  }

  /** A run whose Job is gone: only inspections can still tell what became of it. */
  private Run withoutJob(Run before) {
    return before.state() == RunState.Running
        ? ended(before, Outcome.ofLost(before.job(), policy.inspections()))
        : before;
  }

  private static Run ended(Run run, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Running _ -> run;
      case Outcome.Unknown(String message) ->
          with(run, RunState.Running, Reason.Inspecting.name(), message, null, null);
      case Outcome.Succeeded(JobResult result, Instant endTime) ->
          with(
              run,
              RunState.Succeeded,
              null,
              result.message(),
              result.backupSet().element().name(),
              endTime);
      case Outcome.Failed(String reason, String message, Instant endTime) ->
          with(run, RunState.Failed, reason, message, null, endTime);
    };
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
        run.startTime(),
        endTime);
  }
}
