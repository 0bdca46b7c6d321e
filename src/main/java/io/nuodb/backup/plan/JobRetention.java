package io.nuodb.backup.plan;

import io.nuodb.backup.api.BackupPolicySpec.OnDemand;
import io.nuodb.backup.api.BackupPolicyStatus;
import io.nuodb.backup.api.BackupPolicyStatus.RunState;
import io.nuodb.backup.api.BackupSetStatus;
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
      case Trigger.OnDemand _ -> end;
      case Trigger.Scheduled(Instant time) ->
          schedules
              .of(run.key().type())
              .map(schedule -> schedule.deadline(time))
              .filter(end::isBefore)
              .orElse(end);
    };
  }

  private static Instant end(ObservedJob job) {
    return job.endTime().orElseThrow();
  }

  private static boolean recorded(PolicyObservation policy, HotCopyRun run) {
    Outcome outcome = policy.outcome(run);
    return switch (outcome) {
      case Outcome.Running _, Outcome.Unknown _ -> false;
      case Outcome.Succeeded(var result, _) ->
          inPolicyStatus(policy, run)
              && inSetStatus(policy, run, result.backupSet().element().name());
      case Outcome.Failed _ ->
          inPolicyStatus(policy, run) && setKnowsFailure(policy, run) && followed(policy, run);
    };
  }

  private static boolean inPolicyStatus(PolicyObservation policy, HotCopyRun run) {
    Optional<BackupPolicyStatus.StorageManager> unit = Units.recorded(policy, run.key().pod());
    if (unit.isEmpty()) {
      return policy.status().isPresent();
    }
    BackupPolicyStatus.Run last = PolicyStatuses.last(unit.get(), run.type());
    boolean stillRunning =
        last != null && run.job().name().equals(last.job()) && last.state() == RunState.Running;
    return last != null && !stillRunning && triggerAnswered(policy, run, unit.get());
  }

  private static boolean triggerAnswered(
      PolicyObservation policy, HotCopyRun run, BackupPolicyStatus.StorageManager unit) {
    return switch (run.key().trigger()) {
      case Trigger.OnDemand(String token) -> {
        OnDemand wanted = Objects.requireNonNullElse(policy.spec().onDemand(), NO_TOKENS);
        boolean asked =
            switch (run.key().type()) {
              case FULL -> token.equals(wanted.full());
              case INCREMENTAL -> token.equals(wanted.incremental());
            };
        yield !asked || token.equals(TokenProgress.answered(policy, run.key().type()));
      }
      case Trigger.Scheduled(Instant time) ->
          unit.answeredUntil() != null
              && unit.answeredUntil().of(run.key().type()) != null
              && !unit.answeredUntil().of(run.key().type()).isBefore(time);
    };
  }

  private static final OnDemand NO_TOKENS = new OnDemand(null, null);

  /** A set that a person deleted needs no record. */
  private static boolean inSetStatus(PolicyObservation policy, HotCopyRun run, String element) {
    return set(policy, run)
        .map(
            set ->
                set.status().map(BackupSetStatus::elements).orElse(List.of()).stream()
                    .anyMatch(it -> it.name().equals(element)))
        .orElse(true);
  }

  private static boolean setKnowsFailure(PolicyObservation policy, HotCopyRun run) {
    return set(policy, run)
        .map(set -> set.phase() != BackupSetStatus.Phase.Initializing)
        .orElse(true);
  }

  private static Optional<ObservedSet> set(PolicyObservation policy, HotCopyRun run) {
    return policy.sets().stream().filter(set -> set.name().equals(run.backupSet())).findFirst();
  }

  /** People look at a failed Job: it stays until there is a newer one. */
  private static boolean followed(PolicyObservation policy, HotCopyRun run) {
    return policy.runs().stream()
        .anyMatch(
            other ->
                other.type() == run.type()
                    && other.key().pod().equals(run.key().pod())
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
            .flatMap(unit -> PolicyStatuses.lastRuns(unit).stream())
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
