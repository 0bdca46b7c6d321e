package io.nuodb.backup.plan;

import io.nuodb.backup.api.BackupPolicySpec;
import io.nuodb.backup.api.BackupPolicyStatus;
import io.nuodb.backup.api.BackupSetStatus;
import io.nuodb.backup.api.BackupSetStatus.Phase;
import io.nuodb.backup.api.HotCopyType;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Says whether a run may start on one unit now, by NuoDB's rules for hot copies of one archive
 * (NuoDB docs, Running Hot Copy). What it lets start it counts as running from then on.
 */
final class UnitGate {
  /** The answer to a run that wants to start. */
  sealed interface Verdict {
    record Start(HotCopyLaunch launch) implements Verdict {}

    record AlreadyStarted() implements Verdict {}

    record Wait(Reason reason, String message) implements Verdict {}

    record Supersede(Reason reason, String message) implements Verdict {}
  }

  private final PolicyObservation policy;
  private final Unit unit;
  private final List<Unit> units;
  private final Set<HotCopyType> running = EnumSet.noneOf(HotCopyType.class);
  private final Instant now;

  UnitGate(PolicyObservation policy, Unit unit, List<Unit> units, Instant now) {
    this.policy = policy;
    this.unit = unit;
    this.units = units;
    this.now = now;
    policy.runs().stream()
        .filter(run -> run.key().pod().equals(unit.pod()) && policy.outcome(run).unfinished())
        .forEach(run -> running.add(run.type()));
    LostRun.of(policy).stream()
        .filter(run -> run.pod().equals(unit.pod()))
        .forEach(run -> running.add(run.type()));
  }

  Verdict ask(RunKey key) {
    String job = key.jobName(policy.name());
    if (policy.runs().stream().anyMatch(run -> run.job().name().equals(job))) {
      return new Verdict.AlreadyStarted();
    }
    if (!unit.ready()) {
      return new Verdict.Wait(Reason.StorageManagerNotReady, "pod " + unit.pod() + " is not Ready");
    }
    if (unit.backupVolume().isEmpty()) {
      return new Verdict.Wait(
          Reason.BackupRootNotMounted,
          "pod %s mounts no PersistentVolumeClaim at %s".formatted(unit.pod(), backupRoot()));
    }
    if (running.contains(key.type())) {
      return stillRunning(key.type());
    }
    return switch (key.type()) {
      case FULL -> startFull(key, job);
      case INCREMENTAL -> askIncremental(key, job);
    };
  }

  /** Takes back a start that was asked for and does not take place. */
  void withdraw(HotCopyLaunch launch) {
    running.remove(launch.type());
  }

  private Verdict askIncremental(RunKey key, String job) {
    Optional<ObservedSet> base = newestCompleteSet();
    if (base.isPresent()) {
      running.add(HotCopyType.INCREMENTAL);
      return new Verdict.Start(
          new HotCopyLaunch(
              key,
              job,
              HotCopyType.INCREMENTAL,
              unit,
              base.get().name(),
              base.get().storageManager(),
              Optional.of(base.get().newestElement())));
    }
    if (running.contains(HotCopyType.FULL)) {
      return new Verdict.Supersede(
          Reason.FirstFullRunning,
          "the first full hot copy of pod " + unit.pod() + " runs and takes its place");
    }
    return startFull(key, job);
  }

  private Verdict startFull(RunKey key, String job) {
    running.add(HotCopyType.FULL);
    String name =
        SetNames.of(
            policy.uid(),
            policy.spec().database().name(),
            unit.pod(),
            units.stream().map(Unit::pod).toList(),
            now,
            candidate -> policy.sets().stream().anyMatch(set -> set.name().equals(candidate)));
    return new Verdict.Start(
        new HotCopyLaunch(
            key, job, HotCopyType.FULL, unit, name, placeInRoot(name), Optional.empty()));
  }

  private BackupSetStatus.StorageManager placeInRoot(String set) {
    BackupSetStatus.StorageManager root = unit.backupVolume().orElseThrow();
    return new BackupSetStatus.StorageManager(
        root.pod(),
        root.archiveId(),
        root.archiveUid(),
        backupRoot() + "/" + set,
        root.persistentVolumeClaim(),
        root.volumePath().isEmpty() ? set : root.volumePath() + "/" + set,
        root.engineImage(),
        root.runAsUser(),
        root.fsGroup());
  }

  private Verdict stillRunning(HotCopyType type) {
    return new Verdict.Wait(
        Reason.HotCopyStillRunning,
        "another %s hot copy of pod %s has not ended".formatted(type.text(), unit.pod()));
  }

  /** Newest by the end of its full; it must lie where the pod can still reach it. */
  Optional<ObservedSet> newestCompleteSet() {
    return policy.sets().stream()
        .filter(set -> unit.pod().equals(set.storageManager().pod()))
        .filter(this::reachable)
        .filter(this::ofTheSameArchive)
        .filter(set -> fullEnd(set).isPresent())
        .max(Comparator.comparing(set -> fullEnd(set).orElseThrow()));
  }

  private boolean reachable(ObservedSet set) {
    return unit.backupVolume()
        .map(BackupSetStatus.StorageManager::persistentVolumeClaim)
        .filter(claim -> claim.equals(set.storageManager().persistentVolumeClaim()))
        .isPresent();
  }

  /** A new archive on the old backup volume shares nothing with the sets there. */
  private boolean ofTheSameArchive(ObservedSet set) {
    Optional<Integer> served =
        Units.recorded(policy, unit.pod()).map(BackupPolicyStatus.StorageManager::archiveId);
    Optional<Integer> copied = set.status().map(status -> status.storageManager().archiveId());
    return served.isEmpty() || copied.isEmpty() || served.equals(copied);
  }

  private static Optional<Instant> fullEnd(ObservedSet set) {
    return set.phase() == Phase.Open || set.phase() == Phase.Closed
        ? set.status().map(status -> status.recoverable().from())
        : Optional.empty();
  }

  private String backupRoot() {
    return Objects.requireNonNullElse(
        policy.spec().backupRoot(), BackupPolicySpec.DEFAULT_BACKUP_ROOT);
  }
}
