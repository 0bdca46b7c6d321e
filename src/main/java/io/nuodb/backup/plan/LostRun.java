package io.nuodb.backup.plan;

import io.nuodb.backup.api.BackupPolicyStatus;
import io.nuodb.backup.api.BackupPolicyStatus.RunState;
import io.nuodb.backup.api.BackupSetStatus;
import io.nuodb.backup.api.HotCopyType;
import io.nuodb.backup.job.JobResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A hot copy that may still be at work on an archive while no result says what became of it there:
 * its Job ended without one, or is gone, or mounted the volume of another archive.
 *
 * @param targets the archive that is asked about and, where nobody knows the hot copy's id, those
 *     that it was coordinated with; a set's newest element is empty where the Job that knew it is
 *     gone
 * @param startTime not after the hot copy's begin
 * @param hotCopy by which the admin process knows it
 */
public record LostRun(
    String hotCopyJob,
    HotCopyType type,
    List<HotCopyTarget> targets,
    Instant startTime,
    Optional<JobResult.HotCopy> hotCopy) {
  public String pod() {
    return target().pod();
  }

  public HotCopyTarget target() {
    return targets.getFirst();
  }

  private static LostRun of(HotCopyRun run, HotCopyTarget target) {
    Optional<JobResult.HotCopy> hotCopy = run.job().result().map(JobResult::hotCopy);
    List<HotCopyTarget> targets = new ArrayList<>(List.of(target));
    if (hotCopy.isEmpty()) {
      run.targets().stream().filter(other -> !other.equals(target)).forEach(targets::add);
    }
    return new LostRun(run.job().name(), run.type(), targets, run.job().creationTime(), hotCopy);
  }

  private static LostRun withoutJob(
      String job, HotCopyType type, HotCopyTarget target, Instant startTime) {
    return new LostRun(job, type, List.of(target), startTime, Optional.empty());
  }

  /** All of a policy, whether an inspection runs for them or not. */
  static Collection<LostRun> of(PolicyObservation policy) {
    Map<String, LostRun> lost = new LinkedHashMap<>();
    Set<String> seen = new TreeSet<>();
    for (HotCopyRun run : policy.runs()) {
      for (HotCopyTarget target : run.targets()) {
        seen.add(key(run.job().name(), target.pod()));
        if (policy.outcome(run, target) instanceof Outcome.Unknown) {
          lost.put(key(run.job().name(), target.pod()), of(run, target));
        }
      }
    }
    for (LostRun candidate : withoutJob(policy)) {
      String key = key(candidate.hotCopyJob(), candidate.pod());
      if (!seen.contains(key)
          && Outcome.ofLost(candidate.hotCopyJob(), candidate.pod(), policy.inspections())
              instanceof Outcome.Unknown) {
        lost.putIfAbsent(key, candidate);
      }
    }
    return lost.values();
  }

  private static String key(String job, String pod) {
    return job + "/" + pod;
  }

  /** What the statuses still call running. */
  private static List<LostRun> withoutJob(PolicyObservation policy) {
    List<LostRun> candidates = new ArrayList<>();
    for (ObservedSet set : policy.sets()) {
      if (set.phase() == BackupSetStatus.Phase.Initializing) {
        candidates.add(
            withoutJob(
                set.hotCopyJob(),
                set.madeBy(),
                new HotCopyTarget(set.name(), set.storageManager(), null),
                set.creationTime()));
      }
    }
    for (BackupPolicyStatus.StorageManager unit : Units.recorded(policy)) {
      for (HotCopyType type : HotCopyType.values()) {
        candidate(policy, unit.pod(), type, unit.last(type)).ifPresent(candidates::add);
      }
    }
    return candidates;
  }

  private static Optional<LostRun> candidate(
      PolicyObservation policy, String pod, HotCopyType type, BackupPolicyStatus.Run run) {
    if (run == null || run.state() != RunState.Running) {
      return Optional.empty();
    }
    return place(policy, pod, run)
        .map(target -> withoutJob(run.job(), type, target, run.startTime()));
  }

  /** A journal hot copy without its Job has no set on record: its agent finds the newest one. */
  private static Optional<HotCopyTarget> place(
      PolicyObservation policy, String pod, BackupPolicyStatus.Run run) {
    if (run.backupSet() != null) {
      return policy
          .set(run.backupSet())
          .map(set -> new HotCopyTarget(set.name(), set.storageManager(), null));
    }
    return policy.storageManagers().stream()
        .filter(it -> it.pod().equals(pod))
        .flatMap(it -> it.backupVolume().stream())
        .map(root -> new HotCopyTarget(null, root, null))
        .findFirst();
  }
}
