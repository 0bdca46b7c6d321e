package io.nuodb.backup.plan;

import io.nuodb.backup.api.BackupPolicyStatus;
import io.nuodb.backup.api.BackupPolicyStatus.LastSuccess;
import io.nuodb.backup.api.BackupPolicyStatus.Missed;
import io.nuodb.backup.api.BackupPolicyStatus.Run;
import io.nuodb.backup.api.BackupPolicyStatus.Running;
import io.nuodb.backup.api.BackupPolicyStatus.StorageManager;
import io.nuodb.backup.api.BackupPolicyStatus.Times;
import io.nuodb.backup.api.HotCopyType;
import io.nuodb.backup.job.JobResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The status of a policy that says what was observed and decided. */
final class PolicyStatuses {
  private final PolicyObservation policy;
  private final PolicySchedules schedules;
  private final HotCopyPlan hotCopies;
  private final DiscoveryPlan discovery;
  private final LastRuns lastRuns;
  private final Instant now;

  PolicyStatuses(
      PolicyObservation policy,
      PolicySchedules schedules,
      HotCopyPlan hotCopies,
      DiscoveryPlan discovery,
      Instant now) {
    this.policy = policy;
    this.schedules = schedules;
    this.hotCopies = hotCopies;
    this.discovery = discovery;
    this.lastRuns = new LastRuns(policy, hotCopies.launches(), now);
    this.now = now;
  }

  BackupPolicyStatus next() {
    List<Unit> units = Units.of(policy, now);
    return new BackupPolicyStatus(
        policy.generation(),
        PolicyConditions.of(policy, schedules, discovery.newest()).asList(policy, now),
        units.stream()
            .sorted(Comparator.comparing(Unit::pod))
            .map(unit -> storageManager(unit, units))
            .toList(),
        running(),
        hotCopies.onDemand(),
        lastSuccess(),
        hotCopies.schedules(),
        hotCopies.pending(),
        discovery.newest().orElse(null));
  }

  static Run last(StorageManager unit, HotCopyType type) {
    return switch (type) {
      case FULL -> unit.lastFull();
      case INCREMENTAL -> unit.lastIncremental();
    };
  }

  static List<Run> lastRuns(StorageManager unit) {
    return Stream.of(unit.lastFull(), unit.lastIncremental()).filter(Objects::nonNull).toList();
  }

  private StorageManager storageManager(Unit unit, List<Unit> units) {
    Optional<StorageManager> before = Units.recorded(policy, unit.pod());
    boolean absent = policy.units().stream().noneMatch(it -> it.pod().equals(unit.pod()));
    return new StorageManager(
        unit.pod(),
        archiveId(unit.pod()).or(() -> before.map(StorageManager::archiveId)).orElse(null),
        archiveUid(unit.pod()).or(() -> before.map(StorageManager::archiveUid)).orElse(null),
        unit.ready(),
        new UnitGate(policy, unit, units, now)
            .newestCompleteSet()
            .map(ObservedSet::name)
            .orElse(null),
        lastRuns.of(unit.pod(), HotCopyType.FULL, before.map(StorageManager::lastFull)),
        lastRuns.of(
            unit.pod(), HotCopyType.INCREMENTAL, before.map(StorageManager::lastIncremental)),
        lastMissed(unit.pod()).or(() -> before.map(StorageManager::lastMissed)).orElse(null),
        new Times(nextDue(HotCopyType.FULL), nextDue(HotCopyType.INCREMENTAL)),
        hotCopies.answeredUntil().get(unit.pod()),
        absent ? before.map(StorageManager::absentSince).orElse(now) : null);
  }

  private Optional<Integer> archiveId(String pod) {
    Optional<Integer> discovered =
        discovery.result().stream()
            .flatMap(result -> list(result.storageManagers()).stream())
            .filter(found -> pod.equals(found.pod()) && found.archiveId() != null)
            .map(JobResult.StorageManager::archiveId)
            .findFirst();
    return newestResult(pod)
        .map(JobResult::storageManager)
        .map(JobResult.StorageManager::archiveId)
        .or(() -> discovered);
  }

  private Optional<String> archiveUid(String pod) {
    return newestResult(pod).map(JobResult::backupSet).map(JobResult.BackupSet::archiveUid);
  }

  private Optional<JobResult> newestResult(String pod) {
    return policy.runs().stream()
        .filter(run -> run.key().pod().equals(pod))
        .sorted(Comparator.comparing((HotCopyRun run) -> run.job().creationTime()).reversed())
        .map(policy::outcome)
        .filter(Outcome.Succeeded.class::isInstance)
        .map(outcome -> ((Outcome.Succeeded) outcome).result())
        .findFirst();
  }

  private Optional<Missed> lastMissed(String pod) {
    return hotCopies.unstarted().stream()
        .filter(it -> it.pod().equals(pod))
        .max(Comparator.comparing(Unstarted::newest))
        .map(it -> new Missed(it.type(), it.newest(), it.reason(), it.message()));
  }

  private Instant nextDue(HotCopyType type) {
    return schedules.of(type).flatMap(it -> it.schedule().nextAfter(now)).orElse(null);
  }

  private List<Running> running() {
    List<Running> running = new ArrayList<>();
    for (HotCopyRun run : policy.runs()) {
      if (policy.outcome(run).unfinished()) {
        running.add(
            new Running(
                run.job().name(),
                run.type(),
                run.key().pod(),
                run.backupSet(),
                run.job().creationTime()));
      }
    }
    for (HotCopyLaunch launch : hotCopies.launches()) {
      running.add(
          new Running(launch.job(), launch.type(), launch.unit().pod(), launch.backupSet(), now));
    }
    running.sort(Comparator.comparing(Running::job));
    return running;
  }

  private LastSuccess lastSuccess() {
    Optional<LastSuccess> before = policy.status().map(BackupPolicyStatus::lastSuccess);
    return new LastSuccess(
        newestEnd(HotCopyType.FULL, before.map(LastSuccess::full)),
        newestEnd(HotCopyType.INCREMENTAL, before.map(LastSuccess::incremental)));
  }

  private Instant newestEnd(HotCopyType type, Optional<Instant> before) {
    Stream<Instant> ends =
        policy.runs().stream()
            .filter(run -> run.type() == type)
            .map(policy::outcome)
            .filter(Outcome.Succeeded.class::isInstance)
            .map(outcome -> ((Outcome.Succeeded) outcome).result().backupSet().element().endTime());
    return Stream.concat(ends, before.stream()).max(Instant::compareTo).orElse(null);
  }

  private static <T> List<T> list(List<T> list) {
    return Objects.requireNonNullElse(list, List.of());
  }
}
