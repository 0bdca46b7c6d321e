package io.nuodb.backup.plan;

import io.nuodb.backup.plan.UnitGate.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Schedules whose due times all units answer. */
final class DueTimesOfUnits {
  private final PolicyObservation policy;
  private final AnsweredTimes answered;
  private final DueRuns runs;
  private final Instant now;

  DueTimesOfUnits(PolicyObservation policy, AnsweredTimes answered, DueRuns runs, Instant now) {
    this.policy = policy;
    this.answered = answered;
    this.runs = runs;
    this.now = now;
  }

  void decide(PolicySchedules.InForce schedule, List<Unit> units) {
    units.forEach(unit -> decide(schedule, unit));
  }

  private void decide(PolicySchedules.InForce schedule, Unit unit) {
    Instant until = answered.until(schedule.type(), unit);
    Optional<Instant> newest = schedule.schedule().latestAtOrBefore(now).filter(until::isBefore);
    if (newest.isEmpty()) {
      return;
    }
    Instant due = newest.get();
    if (!runs.takesPart(schedule.type(), unit)) {
      answered.answer(schedule.type(), unit, due);
      return;
    }
    var trigger = new Trigger.Scheduled(due);
    RunKey key = new RunKey(policy.uid(), Optional.of(unit.name()), schedule.type(), trigger, 1);
    DueTimes older =
        DueTimes.between(schedule.schedule(), until, due, answered.started(schedule.type(), unit));
    Verdict verdict = runs.ask(schedule, unit, key, due);
    if (runs.decide(schedule, unit, key, due, older, verdict)) {
      answered.answer(schedule.type(), unit, due);
    } else {
      older.newest().ifPresent(time -> answered.answer(schedule.type(), unit, time));
    }
  }
}
