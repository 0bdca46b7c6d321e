package io.nuodb.backup.plan;

import io.nuodb.backup.api.BackupPolicyStatus.RunState;
import io.nuodb.backup.api.BackupPolicyStatus.StorageManager;
import io.nuodb.backup.api.HotCopyType;
import io.nuodb.backup.plan.UnitGate.Verdict;
import java.time.Instant;

/**
 * What becomes of runs that a schedule asks for: each starts, waits until its starting deadline, or
 * is given up. Of the due times that passed only the newest counts.
 */
final class DueRuns {
  private final PolicyObservation policy;
  private final UnitGates gates;
  private final HotCopyDecisions decisions;
  private final Instant now;

  DueRuns(PolicyObservation policy, UnitGates gates, HotCopyDecisions decisions, Instant now) {
    this.policy = policy;
    this.gates = gates;
    this.decisions = decisions;
    this.now = now;
  }

  /** Where no journal is kept, none is due; a condition tells of it. */
  boolean takesPart(HotCopyType type, Unit unit) {
    return type != HotCopyType.JOURNAL
        || unit.members().stream()
            .map(member -> Units.recorded(policy, member.pod()))
            .anyMatch(recorded -> recorded.map(StorageManager::keepsJournals).orElse(true));
  }

  /** What may start, unless its starting deadline has passed. */
  Verdict ask(PolicySchedules.InForce schedule, Unit unit, RunKey key, Instant due) {
    Verdict verdict = gates.ask(unit, key, schedule.type(), due);
    Instant deadline = schedule.deadline(due);
    if (now.isBefore(deadline) || !(verdict instanceof Verdict.Start(HotCopyLaunch launch))) {
      return verdict;
    }
    gates.withdraw(launch);
    return new Verdict.Wait(
        launch.type(),
        Reason.StartingDeadlinePassed,
        "the operator could not start it before its starting deadline " + deadline);
  }

  /** Whether the due time is answered, and not only those before it. */
  boolean decide(
      PolicySchedules.InForce schedule,
      Unit unit,
      RunKey key,
      Instant due,
      DueTimes older,
      Verdict verdict) {
    HotCopyType type = schedule.type();
    if (verdict instanceof Verdict.Wait wait) {
      Instant deadline = schedule.deadline(due);
      if (now.isBefore(deadline)) {
        decisions.wakeUp(deadline);
        decisions.wait(unit, key, due, deadline, wait);
        missOlder(unit, type, older, wait.reason(), wait.message());
        return false;
      }
      giveUp(unit, type, due, older, wait);
      return true;
    }
    missOlder(
        unit,
        type,
        older,
        Reason.StartingDeadlinePassed,
        "the next one was due before the operator could start it");
    if (verdict instanceof Verdict.Start(HotCopyLaunch launch)) {
      decisions.start(launch);
    } else if (verdict instanceof Verdict.Supersede(Reason reason, String message)) {
      decisions.giveUp(unit, type, RunState.Superseded, due, reason, message);
    }
    return true;
  }

  /** A full that runs and started later does what was due. */
  private void giveUp(Unit unit, HotCopyType type, Instant due, DueTimes older, Verdict.Wait wait) {
    if (wait.reason() == Reason.FullHotCopyRunning) {
      missOlder(unit, type, older, wait.reason(), wait.message());
      decisions.giveUp(unit, type, RunState.Superseded, due, wait.reason(), wait.message());
      return;
    }
    decisions.giveUp(
        new Unstarted(
            unit.name(),
            type,
            RunState.Missed,
            due,
            older.unstarted() + 1,
            wait.reason().name(),
            wait.message()));
  }

  private void missOlder(
      Unit unit, HotCopyType type, DueTimes older, Reason reason, String message) {
    older
        .newestUnstarted()
        .map(
            newest ->
                new Unstarted(
                    unit.name(),
                    type,
                    RunState.Missed,
                    newest,
                    older.unstarted(),
                    reason.name(),
                    message))
        .ifPresent(decisions::giveUp);
  }
}
