package io.nuodb.backup.plan;

import io.nuodb.backup.api.BackupPolicySpec.OnDemand;
import io.nuodb.backup.api.BackupPolicyStatus.PendingToken;
import io.nuodb.backup.api.BackupPolicyStatus.RunState;
import io.nuodb.backup.api.HotCopyType;
import io.nuodb.backup.plan.UnitGate.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The on-demand tokens: each unit answers one by a run, or not at all, an hour later. */
final class Tokens {
  private final PolicyObservation policy;
  private final UnitGates gates;
  private final HotCopyDecisions decisions;
  private final Instant now;
  private final Map<HotCopyType, TokenProgress> tokens = new EnumMap<>(HotCopyType.class);

  Tokens(PolicyObservation policy, UnitGates gates, HotCopyDecisions decisions, Instant now) {
    this.policy = policy;
    this.gates = gates;
    this.decisions = decisions;
    this.now = now;
    for (HotCopyType type : HotCopyType.values()) {
      TokenProgress.of(policy, type, now).ifPresent(token -> tokens.put(type, token));
    }
  }

  void decide(HotCopyType type, Unit unit) {
    TokenProgress token = tokens.get(type);
    if (token == null || token.answeredBy(unit)) {
      return;
    }
    if (policy.suspended()) {
      token.answer(unit);
      giveUp(unit, type, RunState.Missed, Reason.Suspended, "the policy is suspended");
      return;
    }
    var trigger = new Trigger.OnDemand(token.token());
    RunKey key = new RunKey(policy.uid(), Optional.of(unit.name()), type, trigger, 1);
    switch (gates.ask(unit, key, type, token.since())) {
      case Verdict.Start(HotCopyLaunch launch) -> {
        decisions.start(launch);
        token.answer(unit);
      }
      case Verdict.AlreadyStarted _ -> token.answer(unit);
      case Verdict.Supersede(Reason reason, String message) -> {
        token.answer(unit);
        giveUp(unit, type, RunState.Superseded, reason, message);
      }
      case Verdict.Wait wait -> {
        if (now.isBefore(token.deadline())) {
          decisions.wait(unit, key, token.since(), token.deadline(), wait);
        } else {
          token.answer(unit);
          giveUp(unit, type, RunState.Missed, wait.reason(), wait.message());
        }
      }
    }
  }

  private void giveUp(Unit unit, HotCopyType type, RunState state, Reason reason, String message) {
    decisions.giveUp(unit, type, state, now, reason, message);
  }

  /** Those that all units have answered. */
  OnDemand answered(List<Unit> units) {
    return new OnDemand(
        answered(HotCopyType.FULL, units),
        answered(HotCopyType.INCREMENTAL, units),
        answered(HotCopyType.JOURNAL, units),
        answered(HotCopyType.SIMPLE, units));
  }

  private String answered(HotCopyType type, List<Unit> units) {
    TokenProgress token = tokens.get(type);
    return token != null && token.finished(units)
        ? token.token()
        : TokenProgress.answered(policy, type);
  }

  /** Those that units still have to answer. */
  List<PendingToken> pending(List<Unit> units) {
    List<PendingToken> pending = new ArrayList<>();
    for (TokenProgress token : tokens.values()) {
      if (!token.finished(units)) {
        pending.add(token.pending());
        decisions.wakeUp(token.deadline());
      }
    }
    return pending;
  }
}
