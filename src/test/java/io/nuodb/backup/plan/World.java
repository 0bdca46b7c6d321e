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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

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

  /** Every key that a Job was ever made for, also of Jobs that are gone. */
  final Map<RunKey, HotCopyType> started = new HashMap<>();

  /** Due times that no run answers, by pod and type, of plans whose status was written. */
  final Map<String, Long> unstarted = new HashMap<>();

  /** Hot copies that the engine may be at work on though no Job or result tells of them. */
  private final Map<String, HotCopyRun> unwatched = new HashMap<>();

  /** How many elements each set has, for the engine's answers. */
  private final Map<String, Integer> elements = new HashMap<>();

  final Instant created;
  Instant now;
  BackupPolicySpec spec;
  Optional<BackupPolicyStatus> status = Optional.empty();
  private PolicyObservation lastLook;

  World(Instant created, List<String> pods, Schedules schedules) {
    this.created = created;
    this.now = created;
    pods.forEach(pod -> ready.put(pod, true));
    spec(schedules, null, null);
  }

  void spec(Schedules schedules, OnDemand onDemand, Boolean suspend) {
    spec =
        new BackupPolicySpec(
            new Database("demo", null),
            null,
            new StorageManagers(new PodSelector(Map.of("database", "demo"), null)),
            "/backup",
            schedules,
            onDemand,
            suspend,
            null);
  }

  PolicyObservation look() {
    List<Unit> units = new ArrayList<>();
    ready.forEach(
        (pod, isReady) ->
            units.add(new Unit(pod, pod + "-uid", created, isReady, Optional.of(place(pod, "")))));
    lastLook =
        new PolicyObservation(
            "policy",
            UID,
            created,
            1,
            spec,
            status,
            units,
            List.copyOf(runs.values()),
            List.copyOf(inspections.values()),
            List.of(),
            List.copyOf(sets.values()));
    return lastLook;
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
      if (runs.containsKey(launch.job())) {
        continue;
      }
      check(first, "a second operator made Job " + launch.job() + " anew");
      check(started.put(launch.key(), launch.type()) == null, "ran twice: " + launch.key());
      check(ready.get(launch.unit().pod()), "started on a pod that is not Ready: " + launch);
      for (HotCopyRun other : runs.values()) {
        boolean active = other.job().running() && other.key().pod().equals(launch.unit().pod());
        check(!active || other.type() != launch.type(), "two of a type: " + launch);
        check(!active || !other.backupSet().equals(launch.backupSet()), "one set: " + launch);
      }
      for (HotCopyRun other : unwatched.values()) {
        boolean samePod = other.key().pod().equals(launch.unit().pod());
        check(!samePod || other.type() != launch.type(), "beside a lost one: " + launch);
      }
      if (launch.type() == HotCopyType.FULL) {
        check(!sets.containsKey(launch.backupSet()), "a full into an old set: " + launch);
        sets.put(
            launch.backupSet(),
            new ObservedSet(
                launch.backupSet(),
                1,
                launch.job(),
                now,
                place(launch.unit().pod(), launch.backupSet()),
                Optional.empty()));
      } else {
        check(elements.containsKey(launch.backupSet()), "no complete full: " + launch);
      }
      runs.put(
          launch.job(),
          new HotCopyRun(
              launch.key(),
              launch.type(),
              launch.backupSet(),
              launch.storageManager(),
              launch.afterElement(),
              running(launch.job())));
    }
    for (InspectionLaunch launch : plan.inspections()) {
      LostRun lost = launch.lost();
      inspections.putIfAbsent(
          launch.job(),
          new Inspection(
              lost.hotCopyJob(),
              lost.type(),
              lost.backupSet(),
              launch.attempt(),
              running(launch.job())));
    }
  }

  private void report(PolicyPlan plan) {
    plan.sets().forEach(set -> sets.put(set.name(), set));
    status = Optional.of(plan.status());
    for (Unstarted it : plan.unstarted()) {
      unstarted.merge(it.pod() + "/" + it.type(), it.count(), Long::sum);
    }
    plan.deletableJobs()
        .forEach(
            job -> {
              check(!runs.containsKey(job) || !runs.get(job).job().running(), "deleted " + job);
              runs.remove(job);
              inspections.remove(job);
            });
  }

  void succeed(HotCopyRun run) {
    int n = run.type() == HotCopyType.FULL ? 0 : elements.getOrDefault(run.backupSet(), 0) + 1;
    elements.put(run.backupSet(), n);
    end(run, Optional.of(copied(n)));
  }

  void fail(HotCopyRun run) {
    end(run, Optional.of(JobResult.failure(Cause.HotCopyFailed, "failed")));
  }

  void loseResult(HotCopyRun run) {
    unwatched.put(run.job().name(), run);
    end(run, Optional.empty());
  }

  void delete(HotCopyRun run) {
    unwatched.put(run.job().name(), run);
    runs.remove(run.job().name());
  }

  void answer(Inspection inspection, boolean found) {
    if (found || inspection.attempt() >= Outcome.MAX_INSPECTIONS) {
      unwatched.remove(inspection.hotCopyJob());
    }
    Cause cause = found ? Cause.HotCopyLost : Cause.AdminUnreachable;
    inspections.put(
        inspection.job().name(),
        new Inspection(
            inspection.hotCopyJob(),
            inspection.type(),
            inspection.backupSet(),
            inspection.attempt(),
            ended(inspection.job(), Optional.of(JobResult.failure(cause, "inspected")))));
  }

  private void end(HotCopyRun run, Optional<JobResult> result) {
    runs.put(
        run.job().name(),
        new HotCopyRun(
            run.key(),
            run.type(),
            run.backupSet(),
            run.storageManager(),
            run.afterElement(),
            ended(run.job(), result)));
  }

  private ObservedJob running(String name) {
    return new ObservedJob(name, now, Optional.empty(), Optional.empty());
  }

  private ObservedJob ended(ObservedJob job, Optional<JobResult> result) {
    return new ObservedJob(job.name(), job.creationTime(), Optional.of(now), result);
  }

  private JobResult copied(int n) {
    var element =
        new JobResult.Element(
            n == 0 ? "full" : n + ".inc",
            "id-" + n,
            n == 0 ? "full" : "incremental",
            now.minus(Duration.ofSeconds(1)),
            now,
            1,
            null,
            null);
    return new JobResult(
        null,
        "done",
        null,
        null,
        null,
        null,
        new JobResult.BackupSet(
            "set",
            JobResult.SetState.Complete,
            "set",
            "collection",
            "database",
            "uid",
            1,
            n,
            0,
            n,
            element),
        null,
        null);
  }

  static BackupSetStatus.StorageManager place(String pod, String set) {
    return new BackupSetStatus.StorageManager(
        pod, null, null, "/backup/" + set, "claim-" + pod, set, "nuodb", null, null);
  }

  private static void check(boolean holds, String fault) {
    if (!holds) {
      throw new AssertionError(fault);
    }
  }
}
