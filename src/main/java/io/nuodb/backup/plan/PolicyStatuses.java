package io.nuodb.backup.plan;

import io.nuodb.backup.api.BackupPolicySpec.Mode;
import io.nuodb.backup.api.BackupPolicyStatus;
import io.nuodb.backup.api.BackupPolicyStatus.LastSuccess;
import io.nuodb.backup.api.BackupPolicyStatus.Missed;
import io.nuodb.backup.api.BackupPolicyStatus.Recoverable;
import io.nuodb.backup.api.BackupPolicyStatus.Role;
import io.nuodb.backup.api.BackupPolicyStatus.Run;
import io.nuodb.backup.api.BackupPolicyStatus.RunState;
import io.nuodb.backup.api.BackupPolicyStatus.Running;
import io.nuodb.backup.api.BackupPolicyStatus.StorageManager;
import io.nuodb.backup.api.BackupPolicyStatus.Times;
import io.nuodb.backup.api.BackupPolicyStatus.Volume;
import io.nuodb.backup.api.BackupPolicyStatus.Waiting;
import io.nuodb.backup.api.HotCopyType;
import io.nuodb.backup.job.JobProgress;
import io.nuodb.backup.job.JobResult;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The status of a policy that says what was observed and decided. */
final class PolicyStatuses {
  private static final int MOST_WAITING = 50;

  /** A pod that needs no longer to start is not worth a word. */
  private static final Duration USUAL_START = Duration.ofMinutes(1);

  private final PolicyObservation policy;
  private final PolicySchedules schedules;
  private final HotCopyPlan hotCopies;
  private final DiscoveryPlan discovery;
  private final LastRuns lastRuns;

  /** To the second, as statuses tell times. */
  private final Instant now;

  private final Instant exactly;

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
    this.exactly = now;
    this.now = now.truncatedTo(ChronoUnit.SECONDS);
    this.lastRuns = new LastRuns(policy, schedules, hotCopies, this.now);
  }

  /**
   * @param wakeUps gets when this changes by the passing of time alone
   */
  BackupPolicyStatus next(List<Instant> wakeUps) {
    List<StorageManager> storageManagers =
        Units.storageManagers(policy, now).stream().map(this::storageManager).toList();
    Optional<Recoverable> recoverable = RecoverableStates.of(policy);
    return new BackupPolicyStatus(
        policy.generation(),
        PolicyConditions.of(policy, schedules, hotCopies.units(), discovery.newest())
            .asList(policy, aspects(storageManagers, recoverable, wakeUps), now),
        storageManagers,
        running(),
        waiting(),
        hotCopies.onDemand(),
        lastSuccess(),
        recoverable.orElse(null),
        hotCopies.schedules(),
        hotCopies.pending(),
        discovery.newest().orElse(null));
  }

  /** How well the backups are, beside how well the policy is set up. */
  private List<Aspect> aspects(
      List<StorageManager> storageManagers,
      Optional<Recoverable> recoverable,
      List<Instant> wakeUps) {
    List<ReportedUnit> units = ReportedUnits.of(policy, storageManagers, hotCopies.waiting());
    var intervals = new ExpectedIntervals(schedules, hotCopies.schedules(), units.size());
    return Stream.of(
            BackupsFresh.of(policy, intervals, units, wakeUps, exactly),
            JournalCopyHealthy.of(policy, intervals, units, wakeUps, exactly),
            new ObjectivesMet(policy, schedules, intervals, storageManagers, recoverable)
                .at(exactly, hotCopies.schedules(), wakeUps))
        .flatMap(Optional::stream)
        .toList();
  }

  private StorageManager storageManager(ObservedStorageManager it) {
    String pod = it.pod();
    Optional<StorageManager> before = Units.recorded(policy, pod);
    Optional<Unit> unit = unitOf(pod);
    String name = unit.map(Unit::name).orElse(pod);
    boolean absent = policy.storageManagers().stream().noneMatch(other -> other.pod().equals(pod));
    Optional<JobResult.StorageManager> found = found(pod);
    Optional<String> archiveUid = archiveUid(pod).or(() -> before.map(StorageManager::archiveUid));
    Run lastJournal =
        lastRuns.of(pod, HotCopyType.JOURNAL, before.map(StorageManager::lastJournal));
    return new StorageManager(
        pod,
        found
            .map(JobResult.StorageManager::archiveId)
            .or(() -> before.map(StorageManager::archiveId))
            .orElse(null),
        archiveUid.orElse(null),
        name.equals(pod) ? null : name,
        it.zone().orElse(null),
        unit.flatMap(of -> role(pod, of)).orElse(null),
        it.ready(),
        found
            .map(JobResult.StorageManager::keepsJournals)
            .or(() -> before.map(StorageManager::keepsJournals))
            .orElse(null),
        found
            .map(JobResult.StorageManager::storageGroups)
            .or(() -> before.map(StorageManager::storageGroups))
            .orElse(null),
        new SetChoice(policy, now).newestComplete(it).map(ObservedSet::name).orElse(null),
        Optional.ofNullable(lastJournal)
            .filter(run -> run.state() == RunState.Succeeded)
            .map(Run::backupSet)
            .or(() -> before.map(StorageManager::journalSet))
            .orElse(null),
        lastRuns.of(pod, HotCopyType.FULL, before.map(StorageManager::lastFull)),
        lastRuns.of(pod, HotCopyType.INCREMENTAL, before.map(StorageManager::lastIncremental)),
        lastJournal,
        lastRuns.of(pod, HotCopyType.SIMPLE, before.map(StorageManager::lastSimple)),
        lastMissed(name, before.map(StorageManager::lastMissed)).orElse(null),
        Times.of(this::nextDue),
        hotCopies.answeredUntil().get(name),
        orNull(hotCopies.lastTurns().get(name)),
        volume(pod).or(() -> before.map(StorageManager::volume)).orElse(null),
        JournalRoom.of(policy, pod, archiveUid, before.map(StorageManager::journalVolume))
            .orElse(null),
        absent ? before.map(StorageManager::absentSince).orElse(now) : null);
  }

  private static Times orNull(Times times) {
    return new Times(null, null, null).equals(times) ? null : times;
  }

  private Optional<Unit> unitOf(String pod) {
    return hotCopies.units().stream()
        .filter(unit -> unit.members().stream().anyMatch(it -> it.pod().equals(pod)))
        .max(Comparator.comparing(unit -> unit.primary().pod().equals(pod)));
  }

  /** The one that stands in remains Standby: the unit goes back to its Primary. */
  private Optional<Role> role(String pod, Unit unit) {
    if (policy.spec().storageManagers().redundancy() == null
        || policy.spec().storageManagers().mode() == Mode.Coordinated) {
      return Optional.empty();
    }
    return Optional.of(unit.primary().pod().equals(pod) ? Role.Primary : Role.Standby);
  }

  private Optional<JobResult.StorageManager> found(String pod) {
    Optional<JobResult.StorageManager> ran =
        newestResult(pod)
            .map(JobResult::storageManager)
            .filter(it -> pod.equals(it.pod()) && it.archiveId() != null);
    return ran.or(
        () ->
            discovery.result().stream()
                .flatMap(result -> list(result.storageManagers()).stream())
                .filter(it -> pod.equals(it.pod()) && it.archiveId() != null)
                .findFirst());
  }

  private Optional<String> archiveUid(String pod) {
    return newestResult(pod).map(JobResult::backupSet).map(JobResult.BackupSet::archiveUid);
  }

  private Optional<Volume> volume(String pod) {
    return newestResult(pod)
        .map(JobResult::volume)
        .map(
            it ->
                new Volume(BackupSetState.quantity(it.size()), BackupSetState.quantity(it.free())));
  }

  private Optional<JobResult> newestResult(String pod) {
    return policy.runs().stream()
        .filter(run -> run.runsOn(pod))
        .sorted(Comparator.comparing((HotCopyRun run) -> run.job().creationTime()).reversed())
        .map(run -> policy.outcome(run, run.target(pod).orElseThrow()))
        .filter(Outcome.Succeeded.class::isInstance)
        .map(outcome -> ((Outcome.Succeeded) outcome).result())
        .findFirst();
  }

  /** The newest of all types: of a schedule with a long deadline one may be missed later. */
  private Optional<Missed> lastMissed(String unit, Optional<Missed> before) {
    Optional<Missed> missed =
        hotCopies.unstarted().stream()
            .filter(it -> it.unit().equals(unit) && it.state() == RunState.Missed)
            .max(Comparator.comparing(Unstarted::newest))
            .map(it -> new Missed(it.type(), it.newest(), it.reason(), it.message(), it.count()));
    return before
        .filter(it -> missed.isEmpty() || it.time().isAfter(missed.get().time()))
        .filter(it -> missed.isEmpty() || !AheadOfClock.is(it.time(), now))
        .or(() -> missed);
  }

  private Instant nextDue(HotCopyType type) {
    return schedules.of(type).flatMap(it -> it.schedule().nextAfter(now)).orElse(null);
  }

  private List<Running> running() {
    List<Running> running = new ArrayList<>();
    for (HotCopyRun run : policy.runs()) {
      for (HotCopyTarget target : run.targets()) {
        if (policy.outcome(run, target).unfinished()) {
          running.add(running(run, target));
        }
      }
    }
    for (HotCopyLaunch launch : hotCopies.launches()) {
      for (HotCopyTarget target : launch.targets()) {
        running.add(
            new Running(
                launch.job(),
                launch.type(),
                target.pod(),
                target.backupSet(),
                now,
                null,
                null,
                null,
                null));
      }
    }
    running.sort(Comparator.comparing(Running::job).thenComparing(Running::pod));
    return running;
  }

  private Running running(HotCopyRun run, HotCopyTarget target) {
    Optional<JobProgress> progress = run.job().progress();
    Instant created = run.job().creationTime();
    Optional<String> notStarted =
        run.job()
            .notStarted()
            .filter(pod -> now.isAfter(pod.since().plus(USUAL_START)))
            .map(ObservedJob.NotStarted::message);
    return new Running(
        run.job().name(),
        run.type(),
        target.pod(),
        target.backupSet(),
        created,
        progress.map(JobProgress::hotCopyId).orElse(null),
        progress.map(JobProgress::coordinatorStartId).orElse(null),
        progress.map(JobProgress::stage).orElse(null),
        progress.map(JobProgress::message).or(() -> notStarted).orElse(null));
  }

  private List<Waiting> waiting() {
    return hotCopies.waiting().stream()
        .sorted(
            Comparator.comparing(Waiting::due)
                .thenComparing(it -> it.type() != HotCopyType.JOURNAL)
                .thenComparing(Waiting::type)
                .thenComparing(Waiting::unit))
        .limit(MOST_WAITING)
        .toList();
  }

  private LastSuccess lastSuccess() {
    Optional<LastSuccess> before = policy.status().map(BackupPolicyStatus::lastSuccess);
    Function<HotCopyType, Instant> newest =
        type -> newestEnd(type, before.map(success -> success.of(type)));
    return new LastSuccess(
        newest.apply(HotCopyType.FULL),
        newest.apply(HotCopyType.INCREMENTAL),
        newest.apply(HotCopyType.JOURNAL));
  }

  private Instant newestEnd(HotCopyType type, Optional<Instant> before) {
    Stream<Instant> ends =
        policy.runs().stream()
            .filter(run -> run.type() == type)
            .map(policy::outcome)
            .filter(Outcome.Succeeded.class::isInstance)
            .map(outcome -> ((Outcome.Succeeded) outcome).result().backupSet())
            .filter(set -> set != null && set.element() != null)
            .map(set -> set.element().endTime());
    return Stream.concat(ends, before.stream()).max(Instant::compareTo).orElse(null);
  }

  private static <T> List<T> list(List<T> list) {
    return Objects.requireNonNullElse(list, List.of());
  }
}
