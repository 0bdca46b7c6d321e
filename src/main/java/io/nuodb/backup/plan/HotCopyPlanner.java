package io.nuodb.backup.plan;

import io.nuodb.backup.api.BackupPolicyStatus.Times;
import io.nuodb.backup.api.HotCopyType;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides which hot copies of a policy start now, which wait, and which will not take place: the
 * order of the questions is here, each is answered by a class of its own.
 */
final class HotCopyPlanner {
  private final PolicyObservation policy;
  private final PolicySchedules schedules;
  private final Instant now;
  private final List<Unit> units;
  private final AnsweredTimes answered;
  private final HotCopyDecisions decisions = new HotCopyDecisions();
  private final FollowUps followUps;
  private final Tokens tokens;
  private final DueTimesOfUnits dueTimes;
  private final Turns turns;
  private final Rotations rotations;

  private HotCopyPlanner(PolicyObservation policy, PolicySchedules schedules, Instant now) {
    this.policy = policy;
    this.schedules = schedules;
    this.now = now;
    this.units = Units.of(policy, now);
    this.answered = new AnsweredTimes(policy, schedules, now);
    var gates = new UnitGates(policy, units, now);
    var runs = new DueRuns(policy, gates, decisions, now);
    this.followUps = new FollowUps(policy, schedules, answered, gates, decisions, now);
    this.tokens = new Tokens(policy, gates, decisions, now);
    this.dueTimes = new DueTimesOfUnits(policy, answered, runs, now);
    this.turns = new Turns(policy, answered, runs, now);
    this.rotations = new Rotations(policy, schedules, followUps, gates, decisions, now);
  }

  static HotCopyPlan plan(PolicyObservation policy, PolicySchedules schedules, Instant now) {
    return new HotCopyPlanner(policy, schedules, now).plan();
  }

  private HotCopyPlan plan() {
    new WithdrawnDueTimes(policy, answered, decisions).decide();
    if (!policy.suspended()) {
      units.forEach(followUps::decide);
    }
    for (HotCopyType type : PolicySchedules.SCHEDULED) {
      units.forEach(unit -> tokens.decide(type, unit));
      schedules.of(type).ifPresent(this::decide);
    }
    units.forEach(unit -> tokens.decide(HotCopyType.SIMPLE, unit));
    units.forEach(rotations::decide);
    return result();
  }

  private void decide(PolicySchedules.InForce schedule) {
    schedule.schedule().nextAfter(now).ifPresent(decisions::wakeUp);
    if (schedule.interleave()) {
      turns.decide(schedule, units);
    } else {
      dueTimes.decide(schedule, units);
    }
  }

  private HotCopyPlan result() {
    Map<String, Times> answeredUntil = new LinkedHashMap<>();
    Map<String, Times> lastTurns = new LinkedHashMap<>();
    for (Unit unit : units) {
      answeredUntil.put(unit.name(), answered.of(unit));
      lastTurns.put(unit.name(), answered.turnsOf(unit));
    }
    return new HotCopyPlan(
        units,
        decisions.launches(),
        decisions.waiting(),
        decisions.unstarted(),
        decisions.rotations(),
        answeredUntil,
        lastTurns,
        tokens.answered(units),
        tokens.pending(units),
        answered.schedules(),
        decisions.wakeUps());
  }
}
