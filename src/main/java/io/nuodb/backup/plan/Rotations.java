package io.nuodb.backup.plan;

import io.nuodb.backup.api.BackupPolicySpec.Schedules;
import io.nuodb.backup.api.HotCopyType;
import io.nuodb.backup.plan.UnitGate.Verdict;
import java.time.Instant;
import java.util.Optional;

/** Full hot copies of their own for units whose sets are large enough. */
final class Rotations {
  private final PolicyObservation policy;
  private final SetChoice sets;
  private final Rotation rotation;
  private final FollowUps followUps;
  private final UnitGates gates;
  private final HotCopyDecisions decisions;

  Rotations(
      PolicyObservation policy,
      PolicySchedules schedules,
      FollowUps followUps,
      UnitGates gates,
      HotCopyDecisions decisions,
      Instant now) {
    this.policy = policy;
    this.sets = new SetChoice(policy, now);
    this.rotation = new Rotation(policy, schedules);
    this.followUps = followUps;
    this.gates = gates;
    this.decisions = decisions;
  }

  void decide(Unit unit) {
    if (policy.suspended() || fullsSuspended()) {
      return;
    }
    for (ObservedStorageManager storageManager : unit.active()) {
      Optional<ObservedSet> set = sets.newestComplete(storageManager);
      Optional<String> reason = set.flatMap(rotation::reason);
      if (reason.isPresent()) {
        rotate(unit, set.get(), reason.get());
        return;
      }
    }
  }

  private boolean fullsSuspended() {
    Schedules written = policy.spec().schedules();
    return written != null
        && written.full() != null
        && Boolean.TRUE.equals(written.full().suspend());
  }

  private void rotate(Unit unit, ObservedSet set, String reason) {
    var trigger = new Trigger.Rotation(set.name());
    RunKey key =
        unused(new RunKey(policy.uid(), Optional.of(unit.name()), HotCopyType.FULL, trigger, 1));
    var attempts = Attempts.of(policy, key);
    if (!attempts.runs().isEmpty()) {
      followUps.decide(unit, attempts);
      return;
    }
    // A set is too large since its newest element was added.
    Instant due = set.status().orElseThrow().recoverable().to();
    switch (gates.ask(unit, key, HotCopyType.FULL, due)) {
      case Verdict.Start(HotCopyLaunch launch) -> decisions.rotate(launch, reason);
      case Verdict.AlreadyStarted _, Verdict.Supersede _ -> {}
      case Verdict.Wait wait -> decisions.wait(unit, key, due, null, wait);
    }
  }

  /** An attempt whose Job somebody deleted is over, but what is known of it goes by its name. */
  private RunKey unused(RunKey key) {
    boolean used =
        policy.sets().stream().anyMatch(set -> set.hotCopyJob().equals(key.jobName(policy.name())));
    return used ? unused(key.withAttempt(key.attempt() + 1)) : key;
  }
}
