package io.nuodb.backup.plan;

import io.nuodb.backup.api.BackupPolicyStatus;
import io.nuodb.backup.api.BackupPolicyStatus.RunState;
import io.nuodb.backup.api.BackupSetStatus;
import io.nuodb.backup.api.HotCopyType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A hot copy that may still be at work in the engine while no result says what became of it: its
 * Job ended without one, or is gone.
 *
 * @param afterElement the set's newest element when the hot copy was asked for; empty for a full,
 *     and where the Job that knew it is gone
 * @param startTime not after the hot copy's begin
 */
public record LostRun(
    String hotCopyJob,
    String pod,
    HotCopyType type,
    String backupSet,
    BackupSetStatus.StorageManager storageManager,
    Optional<String> afterElement,
    Instant startTime) {
  /** All of a policy, whether an inspection runs for them or not. */
  static Collection<LostRun> of(PolicyObservation policy) {
    Map<String, LostRun> lost = new LinkedHashMap<>();
    Set<String> seen =
        policy.runs().stream().map(run -> run.job().name()).collect(Collectors.toSet());
    for (HotCopyRun run : policy.runs()) {
      if (policy.outcome(run) instanceof Outcome.Unknown) {
        lost.put(
            run.job().name(),
            new LostRun(
                run.job().name(),
                run.key().pod(),
                run.type(),
                run.backupSet(),
                run.storageManager(),
                run.afterElement(),
                run.job().creationTime()));
      }
    }
    for (LostRun candidate : withoutJob(policy)) {
      if (!seen.contains(candidate.hotCopyJob())
          && Outcome.ofLost(candidate.hotCopyJob(), policy.inspections())
              instanceof Outcome.Unknown) {
        lost.putIfAbsent(candidate.hotCopyJob(), candidate);
      }
    }
    return lost.values();
  }

  /** What the statuses still call running. */
  private static List<LostRun> withoutJob(PolicyObservation policy) {
    List<LostRun> candidates = new ArrayList<>();
    for (ObservedSet set : policy.sets()) {
      if (set.phase() == BackupSetStatus.Phase.Initializing) {
        candidates.add(
            new LostRun(
                set.hotCopyJob(),
                set.storageManager().pod(),
                HotCopyType.FULL,
                set.name(),
                set.storageManager(),
                Optional.empty(),
                set.creationTime()));
      }
    }
    for (BackupPolicyStatus.StorageManager unit : Units.recorded(policy)) {
      candidate(policy, unit.pod(), HotCopyType.FULL, unit.lastFull()).ifPresent(candidates::add);
      candidate(policy, unit.pod(), HotCopyType.INCREMENTAL, unit.lastIncremental())
          .ifPresent(candidates::add);
    }
    return candidates;
  }

  private static Optional<LostRun> candidate(
      PolicyObservation policy, String pod, HotCopyType type, BackupPolicyStatus.Run run) {
    if (run == null || run.state() != RunState.Running) {
      return Optional.empty();
    }
    return set(policy, run.backupSet())
        .map(
            set ->
                new LostRun(
                    run.job(),
                    pod,
                    type,
                    set.name(),
                    set.storageManager(),
                    Optional.empty(),
                    run.startTime()));
  }

  private static Optional<ObservedSet> set(PolicyObservation policy, String name) {
    return policy.sets().stream().filter(set -> set.name().equals(name)).findFirst();
  }
}
