package io.nuodb.backup.plan;

import io.nuodb.backup.api.HotCopyType;
import io.nuodb.backup.plan.UnitGate.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Schedules whose units take turns: one unit answers each due time. */
final class Turns {
  private final PolicyObservation policy;
  private final AnsweredTimes answered;
  private final DueRuns runs;
  private final Instant now;

  Turns(PolicyObservation policy, AnsweredTimes answered, DueRuns runs, Instant now) {
    this.policy = policy;
    this.answered = answered;
    this.runs = runs;
    this.now = now;
  }

  /** A unit and what its gate says. */
  private record Taking(Unit unit, Verdict verdict) {
    boolean settled() {
      return verdict instanceof Verdict.Start || verdict instanceof Verdict.AlreadyStarted;
    }
  }

  void decide(PolicySchedules.InForce schedule, List<Unit> units) {
    HotCopyType type = schedule.type();
    Instant until = answered.untilOfTurns(type);
    Optional<Instant> newest = schedule.schedule().latestAtOrBefore(now).filter(until::isBefore);
    List<Unit> order =
        answered.order(type, units.stream().filter(unit -> runs.takesPart(type, unit)).toList());
    if (newest.isEmpty() || order.isEmpty()) {
      return;
    }
    Instant due = newest.get();
    var key = new RunKey(policy.uid(), Optional.empty(), type, new Trigger.Scheduled(due), 1);
    DueTimes older = DueTimes.between(schedule.schedule(), until, due, answered.startedTurns(type));
    Taking taking = taking(schedule, order, key, due);
    if (taking.verdict() instanceof Verdict.AlreadyStarted(HotCopyRun run)) {
      answered.turn(type, run.unit(), due);
    } else if (taking.verdict() instanceof Verdict.Start) {
      answered.turn(type, taking.unit().name(), due);
    }
    if (runs.decide(schedule, taking.unit(), key, due, older, taking.verdict())) {
      answered.answerTurns(type, due);
    } else {
      older.newest().ifPresent(time -> answered.answerTurns(type, time));
    }
  }

  /** The first that can start; where none can, it is the turn of the first. */
  private Taking taking(
      PolicySchedules.InForce schedule, List<Unit> order, RunKey key, Instant due) {
    var first = new Taking(order.getFirst(), runs.ask(schedule, order.getFirst(), key, due));
    if (first.settled()) {
      return first;
    }
    for (Unit unit : order.subList(1, order.size())) {
      Verdict verdict = runs.ask(schedule, unit, key, due);
      if (verdict instanceof Verdict.Start) {
        return new Taking(unit, verdict);
      }
    }
    return first;
  }
}
