package io.nuodb.backup.plan;

import io.nuodb.backup.api.BackupPolicySpec;
import io.nuodb.backup.api.BackupPolicySpec.Database;
import io.nuodb.backup.api.BackupPolicySpec.OnDemand;
import io.nuodb.backup.api.BackupPolicySpec.Rotation;
import io.nuodb.backup.api.BackupPolicySpec.Schedules;
import io.nuodb.backup.api.BackupPolicySpec.StorageManagers;
import io.nuodb.backup.api.BackupPolicyStatus;
import io.nuodb.backup.api.BackupSetStatus;
import io.nuodb.backup.api.HotCopyType;
import io.nuodb.backup.api.PodSelector;
import io.nuodb.backup.job.Cause;
import io.nuodb.backup.job.JobResult;
import io.nuodb.backup.plan.ObservedJob.NotStarted;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
  final Map<String, SimulatedPod> pods = new TreeMap<>();

  /** Every key that a Job was ever made for, also of Jobs that are gone. */
  final Map<RunKey, HotCopyRun> started = new LinkedHashMap<>();

  /** Due times that no run answers, by unit and type, of plans whose status was written. */
  final Map<String, Long> unstarted = new HashMap<>();

  private final Map<String, Discovery> discoveries = new LinkedHashMap<>();

  /** Hot copies that the engine may be at work on though no Job or result tells of them. */
  private final Map<String, HotCopyRun> unwatched = new HashMap<>();

  /** Jobs that guard their runs no more, once it is known what became of those. */
  private final Set<String> unguarded = new HashSet<>();

  private final EngineResults results = new EngineResults();

  final Instant created;
  Instant now;
  BackupPolicySpec spec;
  HotCopySlots slots = HotCopySlots.UNLIMITED;
  Optional<BackupPolicyStatus> status = Optional.empty();
  private long generation;

  World(Instant created, List<String> pods, Schedules schedules) {
    this.created = created;
    this.now = created;
    pods.forEach(this::addPod);
    edit(
        new StorageManagers(new PodSelector(Map.of(), null), null, null),
        schedules,
        null,
        null,
        null);
  }

  SimulatedPod addPod(String name) {
    var pod = new SimulatedPod(name, pods.size(), now);
    pods.put(name, pod);
    return pod;
  }

  /** With it dies what its engine was at work on. */
  void removePod(String name) {
    pods.remove(name);
    unwatched.keySet().removeIf(key -> key.endsWith("/" + name));
  }

  void spec(Schedules schedules, OnDemand onDemand, Boolean suspend) {
    edit(spec.storageManagers(), schedules, onDemand, suspend, spec.rotation());
  }

  void storageManagers(StorageManagers storageManagers) {
    edit(storageManagers, spec.schedules(), spec.onDemand(), spec.suspend(), spec.rotation());
  }

  void rotation(Rotation rotation) {
    edit(spec.storageManagers(), spec.schedules(), spec.onDemand(), spec.suspend(), rotation);
  }

  private void edit(
      StorageManagers storageManagers,
      Schedules schedules,
      OnDemand onDemand,
      Boolean suspend,
      Rotation rotation) {
    generation++;
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
            rotation,
            spec == null ? null : spec.objectives());
  }

  PolicyObservation look() {
    return new PolicyObservation(
        "policy",
        UID,
        created,
        generation,
        spec,
        status,
        pods.values().stream().filter(pod -> pod.selected).map(SimulatedPod::observe).toList(),
        List.copyOf(runs.values()),
        List.copyOf(inspections.values()),
        List.copyOf(discoveries.values()),
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

  /** Since the clock was wrong, Jobs went that it took for old. */
  void forgetGuards() {
    started.values().stream().map(run -> run.job().name()).forEach(unguarded::add);
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
    plan.discovery().ifPresent(this::answer);
  }

  private void answer(DiscoveryLaunch launch) {
    var found =
        new JobResult(
            null,
            "found",
            launch.pods().stream().map(pods::get).map(SimulatedPod::facts).toList(),
            null,
            null,
            null,
            null,
            null,
            null);
    discoveries.put(
        launch.job(),
        new Discovery(
            launch.selection(),
            launch.attempt(),
            ended(running(launch.job()), Optional.of(found))));
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
    check(!known || unguarded.remove(launch.job()), "ran twice: " + launch.key());
    if (launch.type() == HotCopyType.INCREMENTAL) {
      check(results.oneCollection(launch), "sets of several collections: " + launch);
    }
    for (HotCopyTarget target : launch.targets()) {
      check(pods.get(target.pod()).ready, "started on a pod that is not Ready: " + launch);
      checkAlone(launch, target);
      switch (launch.type()) {
        case FULL, SIMPLE -> make(launch, target);
        case INCREMENTAL ->
            check(results.complete(target.backupSet()), "no complete full: " + launch);
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
    unwatched.forEach(
        (key, other) ->
            check(
                // The engine refuses a second journal hot copy: lost ones do not hold it up long.
                other.type() == HotCopyType.JOURNAL
                    || !key.endsWith("/" + target.pod())
                    || other.type() != launch.type(),
                "beside a lost one: " + launch));
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
    for (Abandonment abandonment : plan.abandonments()) {
      HotCopyRun run = runs.get(abandonment.job());
      runs.put(abandonment.job(), with(run, abandoned(run.job(), abandonment.message())));
    }
    plan.deletableJobs()
        .forEach(
            job -> {
              check(!runs.containsKey(job) || !runs.get(job).job().running(), "deleted " + job);
              runs.remove(job);
              inspections.remove(job);
              discoveries.remove(job);
            });
  }

  /** The engine completes the hot copy, or refuses it where its rules say so. */
  void succeed(HotCopyRun run) {
    HotCopyTarget first = run.targets().getFirst();
    SimulatedPod pod = pods.get(first.pod());
    if (!run.targets().stream().allMatch(target -> pods.containsKey(target.pod()))) {
      fail(run, Cause.StorageManagerLost);
      return;
    }
    if (run.type() == HotCopyType.JOURNAL && pod.synced) {
      fail(run, Cause.JournalCopySuspended);
      return;
    }
    Optional<String> set = first.set().or(() -> results.newest(sets.values(), first.pod()));
    if (set.isEmpty() || run.type() == HotCopyType.JOURNAL && !results.complete(set.get())) {
      fail(run, Cause.BackupSetNotFound);
      return;
    }
    if (run.type() == HotCopyType.FULL || run.type() == HotCopyType.INCREMENTAL) {
      run.targets().stream()
          .map(target -> pods.get(target.pod()))
          .forEach(member -> member.synced = false);
    }
    if (run.type() == HotCopyType.FULL) {
      run.targets().forEach(it -> results.complete(it.backupSet(), run.job().name()));
    }
    end(
        run,
        Optional.of(
            run.type() == HotCopyType.SIMPLE
                ? results.archiveCopy(set.get())
                : results.copied(run.type(), set.get(), pod.facts(), now)));
  }

  void fail(HotCopyRun run, Cause cause) {
    end(run, Optional.of(JobResult.failure(cause, "failed")));
  }

  void loseResult(HotCopyRun run) {
    watchNoMore(run);
    end(run, Optional.empty());
  }

  void delete(HotCopyRun run) {
    watchNoMore(run);
    unguarded.add(run.job().name());
    runs.remove(run.job().name());
  }

  private void watchNoMore(HotCopyRun run) {
    run.targets().forEach(it -> unwatched.put(run.job().name() + "/" + it.pod(), run));
  }

  /** No node has room for the Job's pod. */
  void leavePending(HotCopyRun run) {
    ObservedJob job = run.job();
    runs.put(
        job.name(),
        with(
            run,
            new ObservedJob(
                job.name(),
                job.creationTime(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(
                    new NotStarted("Unschedulable: no node has room", job.creationTime(), true)),
                Optional.empty(),
                false,
                Optional.empty())));
  }

  private ObservedJob abandoned(ObservedJob job, String why) {
    return new ObservedJob(
        job.name(),
        job.creationTime(),
        Optional.of(now),
        Optional.empty(),
        Optional.empty(),
        Optional.of(why),
        true,
        Optional.empty());
  }

  void answer(Inspection inspection, boolean found) {
    if (ofCoordinated(inspection)) {
      var member = Optional.ofNullable(pods.get(inspection.pod())).map(SimulatedPod::facts);
      end(
          inspection,
          results.copied(inspection.type(), inspection.backupSet(), member.orElse(null), now));
      return;
    }
    if (found || inspection.attempt() >= Outcome.MAX_INSPECTIONS) {
      unwatched.remove(inspection.hotCopyJob() + "/" + inspection.pod());
    }
    end(
        inspection,
        JobResult.failure(found ? Cause.HotCopyLost : Cause.AdminUnreachable, "inspected"));
  }

  /** Whether its hot copy succeeded and its Job did not mount the volume of this archive. */
  private boolean ofCoordinated(Inspection inspection) {
    return Optional.ofNullable(runs.get(inspection.hotCopyJob()))
        .flatMap(run -> run.job().result())
        .filter(JobResult::succeeded)
        .isPresent();
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
    SimulatedPod pod = pods.get(run.targets().getFirst().pod());
    boolean looked = run.type() == HotCopyType.JOURNAL && pod != null;
    Optional<JobResult> told =
        looked ? result.map(it -> it.withJournalVolume(pod.journalVolume)) : result;
    runs.put(run.job().name(), with(run, ended(run.job(), told)));
  }

  private static HotCopyRun with(HotCopyRun run, ObservedJob job) {
    return new HotCopyRun(run.key(), run.unit(), run.type(), run.targets(), job);
  }

  private ObservedJob running(String name) {
    return new ObservedJob(name, now, Optional.empty(), Optional.empty());
  }

  private ObservedJob ended(ObservedJob job, Optional<JobResult> result) {
    return new ObservedJob(job.name(), job.creationTime(), Optional.of(now), result);
  }

  private static void check(boolean holds, String fault) {
    if (!holds) {
      throw new AssertionError(fault);
    }
  }
}
