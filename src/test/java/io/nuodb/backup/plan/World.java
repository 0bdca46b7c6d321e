package io.nuodb.backup.plan;

import io.nuodb.backup.api.BackupPolicySpec;
import io.nuodb.backup.api.BackupPolicySpec.Database;
import io.nuodb.backup.api.BackupPolicySpec.OnDemand;
import io.nuodb.backup.api.BackupPolicySpec.Schedules;
import io.nuodb.backup.api.BackupPolicySpec.StorageManagers;
import io.nuodb.backup.api.BackupPolicyStatus;
import io.nuodb.backup.api.BackupSetStatus;
import io.nuodb.backup.api.HotCopyType;
import io.nuodb.backup.api.PodSelector;
import io.nuodb.backup.job.Cause;
import io.nuodb.backup.job.JobResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A cluster in memory, as far as a policy sees it: Jobs under their names, statuses that are
 * written or lost, pods that come and go. It carries plans out, and fails a test the moment that
 * something starts that must not.
 */
final class World {
  private static final String UID = "uid";

  final Map<String, HotCopyRun> runs = new LinkedHashMap<>();
  final Map<String, Inspection> inspections = new LinkedHashMap<>();
  final Map<String, ObservedSet> sets = new LinkedHashMap<>();
  final Map<String, Boolean> ready = new TreeMap<>();
  final Map<String, String> zones = new HashMap<>();

  /** Pods whose journal copies are suspended, as after a SYNC. */
  final Set<String> synced = new TreeSet<>();

  /** Every key that a Job was ever made for, also of Jobs that are gone. */
  final Map<RunKey, HotCopyRun> started = new LinkedHashMap<>();

  /** Due times that no run answers, by unit and type, of plans whose status was written. */
  final Map<String, Long> unstarted = new HashMap<>();

  /** Hot copies that the engine may be at work on though no Job or result tells of them. */
  private final Map<String, HotCopyRun> unwatched = new HashMap<>();

  /** Jobs that guard their runs no more, once it is known what became of those. */
  private final Set<String> deletedByHand = new HashSet<>();

  /** How many elements of each type each set has, for the engine's answers. */
  private final Map<String, Integer> elements = new HashMap<>();

  /** Sets that the engine has completed a full in. */
  private final Set<String> complete = new HashSet<>();

  final Instant created;
  Instant now;
  BackupPolicySpec spec;
  HotCopySlots slots = HotCopySlots.UNLIMITED;
  Optional<BackupPolicyStatus> status = Optional.empty();

  World(Instant created, List<String> pods, Schedules schedules) {
    this.created = created;
    this.now = created;
    pods.forEach(pod -> ready.put(pod, true));
    spec(schedules, null, null);
  }

  void spec(Schedules schedules, OnDemand onDemand, Boolean suspend) {
    StorageManagers storageManagers =
        spec == null
            ? new StorageManagers(new PodSelector(Map.of("database", "demo"), null))
            : spec.storageManagers();
    spec =
        new BackupPolicySpec(
            new Database("demo", null),
            null,
            storageManagers,
            "/backup",
            schedules,
            onDemand,
            suspend,
            spec == null ? null : spec.hotCopy(),
            spec == null ? null : spec.rotation(),
            spec == null ? null : spec.objectives());
  }

  void storageManagers(StorageManagers storageManagers) {
    spec =
        new BackupPolicySpec(
            spec.database(),
            spec.engine(),
            storageManagers,
            spec.backupRoot(),
            spec.schedules(),
            spec.onDemand(),
            spec.suspend(),
            spec.hotCopy(),
            spec.rotation(),
            spec.objectives());
  }

  void rotation(BackupPolicySpec.Rotation rotation) {
    spec =
        new BackupPolicySpec(
            spec.database(),
            spec.engine(),
            spec.storageManagers(),
            spec.backupRoot(),
            spec.schedules(),
            spec.onDemand(),
            spec.suspend(),
            spec.hotCopy(),
            rotation,
            spec.objectives());
  }

  PolicyObservation look() {
    List<ObservedStorageManager> storageManagers = new ArrayList<>();
    ready.forEach(
        (pod, isReady) ->
            storageManagers.add(
                new ObservedStorageManager(
                    pod,
                    pod + "-uid",
                    created,
                    isReady,
                    Optional.ofNullable(zones.get(pod)),
                    Optional.of(root(pod)))));
    return new PolicyObservation(
        "policy",
        UID,
        created,
        1,
        spec,
        status,
        storageManagers,
        List.copyOf(runs.values()),
        List.copyOf(inspections.values()),
        List.of(),
        List.of(),
        List.copyOf(sets.values()),
        Map.of(),
        slots,
        Duration.ofMinutes(15));
  }

  /** One pass of an operator that works. */
  PolicyPlan reconcile() {
    PolicyPlan plan = PolicyPlan.of(look(), now);
    start(plan, true);
    report(plan);
    return plan;
  }

  /** A pass that dies between starting Jobs and writing any status. */
  void reconcileAndCrash() {
    start(PolicyPlan.of(look(), now), true);
  }

  /** A second operator decides by what the first one saw before it acted. */
  void reconcileTwiceFromOneLook() {
    PolicyObservation look = look();
    start(PolicyPlan.of(look, now), true);
    PolicyPlan second = PolicyPlan.of(look, now);
    start(second, false);
    report(second);
  }

  private void start(PolicyPlan plan, boolean first) {
    for (HotCopyLaunch launch : plan.hotCopies()) {
      if (!runs.containsKey(launch.job())) {
        check(first, "a second operator made Job " + launch.job() + " anew");
        start(launch);
      }
    }
    for (InspectionLaunch launch : plan.inspections()) {
      LostRun lost = launch.lost();
      inspections.putIfAbsent(
          launch.job(),
          new Inspection(
              lost.hotCopyJob(),
              lost.pod(),
              lost.type(),
              lost.target().set().orElse(""),
              launch.attempt(),
              running(launch.job())));
    }
  }

  private void start(HotCopyLaunch launch) {
    var run =
        new HotCopyRun(
            launch.key(),
            launch.unit().name(),
            launch.type(),
            launch.targets(),
            running(launch.job()));
    boolean known = started.put(launch.key(), run) != null;
    check(!known || deletedByHand.contains(launch.job()), "ran twice: " + launch.key());
    for (HotCopyTarget target : launch.targets()) {
      check(ready.get(target.pod()), "started on a pod that is not Ready: " + launch);
      checkAlone(launch, target);
      switch (launch.type()) {
        case FULL, SIMPLE -> make(launch, target);
        case INCREMENTAL ->
            check(complete.contains(target.backupSet()), "no complete full: " + launch);
        case JOURNAL -> check(target.place().directory() != null, "no root: " + launch);
      }
    }
    runs.put(launch.job(), run);
  }

  private void checkAlone(HotCopyLaunch launch, HotCopyTarget target) {
    for (HotCopyRun other : runs.values()) {
      boolean active = other.job().running() && other.runsOn(target.pod());
      check(!active || other.type() != launch.type(), "two of a type: " + launch);
    }
    for (HotCopyRun other : unwatched.values()) {
      // The engine refuses a second journal hot copy: journals do not wait for lost ones for long.
      if (other.type() == HotCopyType.JOURNAL) {
        continue;
      }
      check(
          !other.runsOn(target.pod()) || other.type() != launch.type(),
          "beside a lost one: " + launch);
    }
  }

  private void make(HotCopyLaunch launch, HotCopyTarget target) {
    check(!sets.containsKey(target.backupSet()), "into an old set: " + launch);
    sets.put(
        target.backupSet(),
        new ObservedSet(
            target.backupSet(),
            1,
            launch.job(),
            launch.type() == HotCopyType.SIMPLE
                ? BackupSetStatus.Type.Simple
                : BackupSetStatus.Type.Full,
            now,
            target.place(),
            Optional.empty(),
            Optional.empty()));
  }

  private void report(PolicyPlan plan) {
    plan.sets().forEach(set -> sets.put(set.name(), set));
    status = Optional.of(plan.status());
    for (Unstarted it : plan.unstarted()) {
      unstarted.merge(it.unit() + "/" + it.type(), it.count(), Long::sum);
    }
    plan.deletableJobs()
        .forEach(
            job -> {
              check(!runs.containsKey(job) || !runs.get(job).job().running(), "deleted " + job);
              runs.remove(job);
              inspections.remove(job);
            });
  }

  /** The engine completes the hot copy, or refuses it where its rules say so. */
  void succeed(HotCopyRun run) {
    HotCopyTarget first = run.targets().getFirst();
    if (run.type() == HotCopyType.JOURNAL && synced.contains(first.pod())) {
      fail(run, Cause.JournalCopySuspended);
      return;
    }
    Optional<String> set = run.type() == HotCopyType.JOURNAL ? newestSet(first.pod()) : first.set();
    if (set.isEmpty()) {
      fail(run, Cause.BackupSetNotFound);
      return;
    }
    if (run.type() == HotCopyType.FULL || run.type() == HotCopyType.INCREMENTAL) {
      run.targets().forEach(target -> synced.remove(target.pod()));
    }
    if (run.type() == HotCopyType.FULL) {
      run.targets().forEach(target -> complete.add(target.backupSet()));
    }
    end(run, Optional.of(copied(run.type(), set.get())));
  }

  private Optional<String> newestSet(String pod) {
    return sets.values().stream()
        .filter(set -> set.type() == BackupSetStatus.Type.Full)
        .filter(set -> set.storageManager().pod().equals(pod))
        .filter(set -> complete.contains(set.name()))
        .map(ObservedSet::name)
        .max(String::compareTo);
  }

  void fail(HotCopyRun run, Cause cause) {
    end(run, Optional.of(JobResult.failure(cause, "failed")));
  }

  void loseResult(HotCopyRun run) {
    unwatched.put(run.job().name(), run);
    end(run, Optional.empty());
  }

  void delete(HotCopyRun run) {
    unwatched.put(run.job().name(), run);
    deletedByHand.add(run.job().name());
    runs.remove(run.job().name());
  }

  void answer(Inspection inspection, boolean found) {
    if (found || inspection.attempt() >= Outcome.MAX_INSPECTIONS) {
      unwatched.remove(inspection.hotCopyJob());
    }
    end(
        inspection,
        JobResult.failure(found ? Cause.HotCopyLost : Cause.AdminUnreachable, "inspected"));
  }

  /** Of an archive of a coordinated hot copy whose volume its Job did not mount. */
  void answerMember(Inspection inspection) {
    end(inspection, copied(inspection.type(), inspection.backupSet()));
  }

  private void end(Inspection inspection, JobResult result) {
    inspections.put(
        inspection.job().name(),
        new Inspection(
            inspection.hotCopyJob(),
            inspection.pod(),
            inspection.type(),
            inspection.backupSet(),
            inspection.attempt(),
            ended(inspection.job(), Optional.of(result))));
  }

  private void end(HotCopyRun run, Optional<JobResult> result) {
    runs.put(
        run.job().name(),
        new HotCopyRun(run.key(), run.unit(), run.type(), run.targets(), ended(run.job(), result)));
  }

  private ObservedJob running(String name) {
    return new ObservedJob(name, now, Optional.empty(), Optional.empty());
  }

  private ObservedJob ended(ObservedJob job, Optional<JobResult> result) {
    return new ObservedJob(job.name(), job.creationTime(), Optional.of(now), result);
  }

  private JobResult copied(HotCopyType type, String set) {
    if (type == HotCopyType.SIMPLE) {
      return new JobResult(
          null,
          "done",
          null,
          null,
          null,
          null,
          null,
          new JobResult.ArchiveCopy(set, true, 1),
          null);
    }
    int number = type == HotCopyType.FULL ? 0 : elements.merge(set + "/" + type, 1, Integer::sum);
    String name =
        switch (type) {
          case INCREMENTAL -> number + ".inc";
          case JOURNAL -> number + ".jnl";
          default -> "full";
        };
    var element =
        new JobResult.Element(
            name, "id-" + name, type.text(), now.minus(Duration.ofSeconds(1)), now, 1, null, null);
    int incrementals = elements.getOrDefault(set + "/" + HotCopyType.INCREMENTAL, 0);
    int journals = elements.getOrDefault(set + "/" + HotCopyType.JOURNAL, 0);
    return new JobResult(
        null,
        "done",
        null,
        null,
        null,
        null,
        new JobResult.BackupSet(
            set,
            JobResult.SetState.Complete,
            "set",
            "collection",
            "database",
            "uid",
            1,
            incrementals,
            journals,
            1 + incrementals + journals,
            element),
        null,
        null);
  }

  private static BackupSetStatus.StorageManager root(String pod) {
    return new BackupSetStatus.StorageManager(
        pod, null, null, "/backup", "claim-" + pod, "", "nuodb", null, null);
  }

  private static void check(boolean holds, String fault) {
    if (!holds) {
      throw new AssertionError(fault);
    }
  }
}
