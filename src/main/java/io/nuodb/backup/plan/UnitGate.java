package io.nuodb.backup.plan;

import io.nuodb.backup.api.BackupPolicySpec.Mode;
import io.nuodb.backup.api.BackupPolicyStatus;
import io.nuodb.backup.api.BackupSetStatus;
import io.nuodb.backup.api.HotCopyType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Says whether a run may start on one unit now, by NuoDB's rules for hot copies of one archive
 * (NuoDB docs, Running Hot Copy). What it lets start it counts as running from then on.
 */
final class UnitGate {
  /** The answer to a run that wants to start. */
  sealed interface Verdict {
    record Start(HotCopyLaunch launch) implements Verdict {}

    record AlreadyStarted(HotCopyRun run) implements Verdict {}

    /**
     * @param type what would run
     * @param again when to ask again though nothing happens
     */
    record Wait(HotCopyType type, Reason reason, String message, Optional<Instant> again)
        implements Verdict {
      Wait(HotCopyType type, Reason reason, String message) {
        this(type, reason, message, Optional.empty());
      }
    }

    record Supersede(Reason reason, String message) implements Verdict {}
  }

  /** That a hot copy of another policy ends is no event of this one. */
  private static final Duration SLOTS_PAUSE = Duration.ofSeconds(10);

  private final PolicyObservation policy;
  private final Unit unit;
  private final SetChoice sets;
  private final NewSets newSets;
  private final GivenSlots slots;
  private final Map<HotCopyType, Instant> running = new EnumMap<>(HotCopyType.class);
  private final Instant now;

  UnitGate(
      PolicyObservation policy,
      Unit unit,
      Collection<LostRun> lostRuns,
      GivenSlots slots,
      Instant now) {
    this.policy = policy;
    this.unit = unit;
    this.sets = new SetChoice(policy, now);
    this.newSets = new NewSets(policy, now);
    this.slots = slots;
    this.now = now;
    for (ObservedStorageManager storageManager : unit.active()) {
      for (HotCopyRun run : policy.runs()) {
        run.target(storageManager.pod())
            .filter(target -> policy.outcome(run, target) instanceof Outcome.Running)
            .ifPresent(_ -> runs(run.type(), run.job().creationTime()));
      }
      for (LostRun lost : lostRuns) {
        if (lost.pod().equals(storageManager.pod()) && !isGivenUp(lost)) {
          runs(lost.type(), lost.startTime());
        }
      }
    }
  }

  /** A journal does not wait for answers that stay away: the engine refuses two at once. */
  private boolean isGivenUp(LostRun lost) {
    return lost.type() == HotCopyType.JOURNAL
        && policy.inspections().stream()
            .anyMatch(it -> it.of(lost.hotCopyJob(), lost.pod()) && !it.job().running());
  }

  /** One that seems to have started in the future takes the place of nothing. */
  private void runs(HotCopyType type, Instant since) {
    Instant start = AheadOfClock.is(since, now) ? Instant.EPOCH : since;
    running.merge(type, start, (one, other) -> one.isBefore(other) ? one : other);
  }

  /**
   * @param key of the run that wants to start
   * @param type what it is to run, its own type or another in its place
   * @param due since when it wants to
   */
  Verdict ask(RunKey key, HotCopyType type, Instant due) {
    String job = key.jobName(policy.name());
    Optional<HotCopyRun> present =
        policy.runs().stream().filter(run -> run.job().name().equals(job)).findFirst();
    if (present.isPresent()) {
      return new Verdict.AlreadyStarted(present.get());
    }
    Optional<Verdict.Wait> obstacle = obstacle(type);
    if (obstacle.isPresent()) {
      return obstacle.get();
    }
    if (type == HotCopyType.FULL) {
      Optional<Verdict> other = otherFull(due);
      if (other.isPresent()) {
        return other.get();
      }
    }
    if (running.containsKey(type)) {
      return new Verdict.Wait(
          type,
          Reason.HotCopyStillRunning,
          "another %s hot copy of %s has not ended".formatted(type.text(), unit.pods()));
    }
    return switch (type) {
      case FULL, SIMPLE -> start(key, job, type, due, newSets.targets(unit, type));
      case INCREMENTAL -> askIncremental(key, job, due);
      case JOURNAL -> askJournal(key, job, due);
    };
  }

  /** Another full that started since does as well, once it is complete. */
  private Optional<Verdict> otherFull(Instant due) {
    if (!running.getOrDefault(HotCopyType.FULL, Instant.MIN).isBefore(due)) {
      return Optional.of(
          new Verdict.Wait(
              HotCopyType.FULL,
              Reason.FullHotCopyRunning,
              "the full hot copy of %s that started at %s takes its place if it succeeds"
                  .formatted(unit.pods(), running.get(HotCopyType.FULL))));
    }
    return unit.active().stream().allMatch(it -> copiedSince(it.pod(), due))
        ? Optional.of(
            new Verdict.Supersede(
                Reason.FullHotCopySucceeded,
                "a full hot copy of %s that started since took its place".formatted(unit.pods())))
        : Optional.empty();
  }

  private boolean copiedSince(String pod, Instant due) {
    return policy.runs().stream()
        .filter(run -> run.type() == HotCopyType.FULL && !run.job().creationTime().isBefore(due))
        .filter(run -> !AheadOfClock.is(run.job().creationTime(), now))
        .flatMap(run -> run.target(pod).map(target -> policy.outcome(run, target)).stream())
        .anyMatch(Outcome.Succeeded.class::isInstance);
  }

  /** Takes back a start that was asked for and does not take place. */
  void withdraw(HotCopyLaunch launch) {
    running.remove(launch.type());
    slots.giveBack(launch.type());
  }

  private Optional<Verdict.Wait> obstacle(HotCopyType type) {
    for (ObservedStorageManager storageManager : unit.active()) {
      String pod = storageManager.pod();
      if (policy.rivals().containsKey(pod)) {
        return wait(
            type,
            Reason.OverlappingPolicy,
            "BackupPolicy %s backs up pod %s".formatted(policy.rivals().get(pod), pod));
      }
      if (!storageManager.ready()) {
        return wait(type, Reason.StorageManagerNotReady, "pod " + pod + " is not Ready");
      }
      if (storageManager.backupVolume().isEmpty()) {
        return wait(
            type,
            Reason.BackupRootNotMounted,
            "pod %s mounts no PersistentVolumeClaim at %s".formatted(pod, policy.backupRoot()));
      }
      if (type == HotCopyType.JOURNAL && !mayKeepJournals(pod)) {
        return wait(
            type,
            Reason.JournalCopyNotEnabled,
            "pod %s runs without the option journal-hot-copy enable".formatted(pod));
      }
    }
    return Optional.empty();
  }

  private static Optional<Verdict.Wait> wait(HotCopyType type, Reason reason, String message) {
    return Optional.of(new Verdict.Wait(type, reason, message));
  }

  /** What is not known yet is found out by trying. */
  private boolean mayKeepJournals(String pod) {
    return Units.recorded(policy, pod)
        .map(BackupPolicyStatus.StorageManager::keepsJournals)
        .orElse(true);
  }

  private Verdict askIncremental(RunKey key, String job, Instant due) {
    Optional<List<ObservedSet>> base = sets.forIncremental(unit);
    if (base.isPresent()) {
      List<HotCopyTarget> targets =
          base.get().stream()
              .map(
                  set ->
                      new HotCopyTarget(
                          set.name(),
                          set.storageManager(),
                          set.newestElement(HotCopyType.INCREMENTAL)))
              .toList();
      return start(key, job, HotCopyType.INCREMENTAL, due, targets);
    }
    if (running.containsKey(HotCopyType.FULL)) {
      return new Verdict.Supersede(
          Reason.FirstFullRunning,
          "the first full hot copy of " + unit.pods() + " runs and takes its place");
    }
    return start(key, job, HotCopyType.FULL, due, newSets.targets(unit, HotCopyType.FULL));
  }

  /** Its agent takes the newest initialised set of the volume; here one only knows of some. */
  private Verdict askJournal(RunKey key, String job, Instant due) {
    List<HotCopyTarget> targets = new ArrayList<>();
    for (ObservedStorageManager storageManager : unit.active()) {
      Optional<ObservedSet> newest = sets.newestInitialised(storageManager);
      if (newest.isEmpty()) {
        return withoutSet(storageManager, key, job, due);
      }
      targets.add(
          policy.spec().storageManagers().mode() == Mode.Coordinated
              ? intoSet(newest.get())
              : intoNewest(storageManager.backupVolume().orElseThrow(), newest.get()));
    }
    return start(key, job, HotCopyType.JOURNAL, due, targets);
  }

  private Verdict withoutSet(
      ObservedStorageManager storageManager, RunKey key, String job, Instant due) {
    return running.containsKey(HotCopyType.FULL)
        ? new Verdict.Wait(
            HotCopyType.JOURNAL,
            Reason.FirstFullRunning,
            "the first full hot copy of %s has not initialised its backup set"
                .formatted(storageManager.pod()),
            sets.nextInitialised(storageManager))
        : start(key, job, HotCopyType.FULL, due, newSets.targets(unit, HotCopyType.FULL));
  }

  private static HotCopyTarget intoSet(ObservedSet set) {
    return new HotCopyTarget(
        set.name(), set.storageManager(), set.newestElement(HotCopyType.JOURNAL));
  }

  private static HotCopyTarget intoNewest(BackupSetStatus.StorageManager root, ObservedSet set) {
    return new HotCopyTarget(
        null, root, set.directory() + "/" + set.newestElement(HotCopyType.JOURNAL));
  }

  private Verdict start(
      RunKey key, String job, HotCopyType type, Instant due, List<HotCopyTarget> targets) {
    if (!slots.take(type, due)) {
      return new Verdict.Wait(
          type, Reason.ConcurrencyLimit, slots.message(type), Optional.of(now.plus(SLOTS_PAUSE)));
    }
    runs(type, now);
    return new Verdict.Start(new HotCopyLaunch(key, job, type, unit, targets));
  }
}
