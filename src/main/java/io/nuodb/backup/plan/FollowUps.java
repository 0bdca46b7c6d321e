package io.nuodb.backup.plan;

import io.nuodb.backup.plan.UnitGate.Verdict;
import java.time.Instant;

/** The attempts that follow those that failed or met something in the way. */
final class FollowUps {
  private final PolicyObservation policy;
  private final PolicySchedules schedules;
  private final AnsweredTimes answered;
  private final UnitGates gates;
  private final HotCopyDecisions decisions;
  private final Instant now;

  FollowUps(
      PolicyObservation policy,
      PolicySchedules schedules,
      AnsweredTimes answered,
      UnitGates gates,
      HotCopyDecisions decisions,
      Instant now) {
    this.policy = policy;
    this.schedules = schedules;
    this.answered = answered;
    this.gates = gates;
    this.decisions = decisions;
    this.now = now;
  }

  /** Of all the unit's runs but rotations, which go on only while their set is too large. */
  void decide(Unit unit) {
    for (Attempts attempts : Attempts.of(policy, unit)) {
      if (!(attempts.newest().key().trigger() instanceof Trigger.Rotation)) {
        decide(unit, attempts);
      }
    }
  }

  void decide(Unit unit, Attempts attempts) {
    attempts
        .next(policy, schedules, answered.schedules())
        .filter(next -> now.isBefore(next.until()))
        .ifPresent(next -> decide(unit, next));
  }

  private void decide(Unit unit, Attempts.Next next) {
    if (now.isBefore(next.due())) {
      decisions.pause(unit, next);
      return;
    }
    switch (gates.ask(unit, next.key(), next.type(), next.since())) {
      case Verdict.Start(HotCopyLaunch launch) -> decisions.start(launch);
      case Verdict.AlreadyStarted _, Verdict.Supersede _ -> {}
      case Verdict.Wait wait -> decisions.wait(unit, next.key(), next.since(), next.end(), wait);
    }
  }
}
