package io.nuodb.backup.plan;

import io.nuodb.backup.api.BackupPolicySpec.OnDemand;
import io.nuodb.backup.api.BackupPolicyStatus;
import io.nuodb.backup.api.BackupPolicyStatus.ObservedSchedule;
import io.nuodb.backup.api.BackupPolicyStatus.PendingToken;
import io.nuodb.backup.api.BackupPolicyStatus.RunState;
import io.nuodb.backup.api.BackupPolicyStatus.Times;
import io.nuodb.backup.api.HotCopyType;
import io.nuodb.backup.plan.UnitGate.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides which hot copies of a policy start now, which wait, and which will not take place. Of the
 * due times that passed only the newest counts, and only until its starting deadline.
 */
final class HotCopyPlanner {
  /** How long an on-demand hot copy waits for a unit. */
  static final Duration ON_DEMAND_DEADLINE = Duration.ofHours(1);

  private final PolicyObservation policy;
  private final PolicySchedules schedules;
  private final List<Unit> units;
  private final Instant now;

  private final Map<HotCopyType, ObservedSchedule> observed = new EnumMap<>(HotCopyType.class);
  private final Map<HotCopyType, TokenProgress> tokens = new EnumMap<>(HotCopyType.class);
  private final List<HotCopyLaunch> launches = new ArrayList<>();
  private final List<Unstarted> unstarted = new ArrayList<>();
  private final List<Instant> wakeUps = new ArrayList<>();

  private HotCopyPlanner(PolicyObservation policy, PolicySchedules schedules, Instant now) {
    this.policy = policy;
    this.schedules = schedules;
    this.units = Units.of(policy, now);
    this.now = now;
  }

  static HotCopyPlan plan(PolicyObservation policy, PolicySchedules schedules, Instant now) {
    return new HotCopyPlanner(policy, schedules, now).plan();
  }

  private HotCopyPlan plan() {
    for (PolicySchedules.InForce schedule : schedules.inForce()) {
      observed.put(schedule.type(), observe(schedule));
      schedule.schedule().nextAfter(now).ifPresent(wakeUps::add);
    }
    for (HotCopyType type : HotCopyType.values()) {
      TokenProgress.of(policy, type, now).ifPresent(token -> tokens.put(type, token));
    }
    Map<String, Times> answeredUntil = new LinkedHashMap<>();
    for (Unit unit : units) {
      var gate = new UnitGate(policy, unit, units, now);
      Map<HotCopyType, Instant> answered = new EnumMap<>(HotCopyType.class);
      for (HotCopyType type : HotCopyType.values()) {
        answerToken(type, unit, gate);
        answerSchedule(type, unit, gate).ifPresent(until -> answered.put(type, until));
      }
      answeredUntil.put(
          unit.pod(),
          new Times(answered.get(HotCopyType.FULL), answered.get(HotCopyType.INCREMENTAL)));
    }
    List<PendingToken> pending = new ArrayList<>();
    Map<HotCopyType, String> done = new EnumMap<>(HotCopyType.class);
    for (HotCopyType type : HotCopyType.values()) {
      TokenProgress token = tokens.get(type);
      if (token == null) {
        done.put(type, TokenProgress.answered(policy, type));
      } else if (token.finished(units)) {
        done.put(type, token.token());
      } else {
        done.put(type, TokenProgress.answered(policy, type));
        pending.add(token.pending());
        wakeUps.add(token.deadline());
      }
    }
    return new HotCopyPlan(
        launches,
        unstarted,
        answeredUntil,
        new OnDemand(done.get(HotCopyType.FULL), done.get(HotCopyType.INCREMENTAL)),
        pending,
        List.copyOf(observed.values()),
        wakeUps);
  }

  /** A schedule that is new or changed since the last look is in force from now. */
  private ObservedSchedule observe(PolicySchedules.InForce schedule) {
    List<ObservedSchedule> known =
        Objects.requireNonNullElse(
            policy.status().map(BackupPolicyStatus::schedules).orElse(null), List.of());
    Instant first =
        policy.status().isEmpty() ? policy.creationTime() : now.truncatedTo(ChronoUnit.SECONDS);
    Instant since =
        known.stream()
            .filter(it -> it.type() == schedule.type())
            .filter(it -> it.cron().equals(schedule.cron()))
            .filter(it -> it.timeZone().equals(schedule.timeZone()))
            .map(ObservedSchedule::since)
            .findFirst()
            .orElse(first);
    return new ObservedSchedule(schedule.type(), schedule.cron(), schedule.timeZone(), since);
  }

  private void answerToken(HotCopyType type, Unit unit, UnitGate gate) {
    TokenProgress token = tokens.get(type);
    if (token == null || token.answeredBy(unit)) {
      return;
    }
    if (Boolean.TRUE.equals(policy.spec().suspend())) {
      token.answer(unit);
      giveUpToken(unit, type, RunState.Missed, Reason.Suspended, "the policy is suspended");
      return;
    }
    RunKey key = key(unit, type, new Trigger.OnDemand(token.token()));
    switch (gate.ask(key)) {
      case Verdict.Start start -> {
        launches.add(start.launch());
        token.answer(unit);
      }
      case Verdict.AlreadyStarted() -> token.answer(unit);
      case Verdict.Supersede(Reason reason, String message) -> {
        token.answer(unit);
        giveUpToken(unit, type, RunState.Superseded, reason, message);
      }
      case Verdict.Wait(Reason reason, String message) -> {
        if (!now.isBefore(token.deadline())) {
          token.answer(unit);
          giveUpToken(unit, type, RunState.Missed, reason, message);
        }
      }
    }
  }

  private void giveUpToken(
      Unit unit, HotCopyType type, RunState state, Reason reason, String message) {
    unstarted.add(new Unstarted(unit.pod(), type, state, now, 1, reason.name(), message));
  }

  /** Up to when the schedule's due times are answered on the unit; empty without a schedule. */
  private Optional<Instant> answerSchedule(HotCopyType type, Unit unit, UnitGate gate) {
    Optional<Instant> recorded = recordedAnswer(type, unit);
    if (!observed.containsKey(type)) {
      return recorded;
    }
    PolicySchedules.InForce schedule = schedules.of(type).orElseThrow();
    Instant answered = answeredUntil(type, unit, recorded);
    Optional<Instant> due = schedule.schedule().latestAtOrBefore(now);
    if (due.isEmpty() || !due.get().isAfter(answered)) {
      return Optional.of(answered).filter(it -> recorded.isPresent() || it.isAfter(since(type)));
    }
    return answerDueTimes(schedule, unit, gate, answered, due.get());
  }

  private Optional<Instant> answerDueTimes(
      PolicySchedules.InForce schedule, Unit unit, UnitGate gate, Instant answered, Instant due) {
    HotCopyType type = schedule.type();
    DueTimes older = DueTimes.between(schedule.schedule(), answered, due, startedTimes(type, unit));
    Instant deadline = schedule.deadline(due);
    Verdict verdict = gate.ask(key(unit, type, new Trigger.Scheduled(due)));
    boolean late = !now.isBefore(deadline);
    if (late && verdict instanceof Verdict.Start(HotCopyLaunch launch)) {
      gate.withdraw(launch);
      verdict =
          new Verdict.Wait(
              Reason.StartingDeadlinePassed,
              "the operator could not start it before its starting deadline " + deadline);
    }
    switch (verdict) {
      case Verdict.Start(HotCopyLaunch launch) -> {
        launches.add(launch);
        missOlder(unit, type, older, verdict);
        return Optional.of(due);
      }
      case Verdict.AlreadyStarted() -> {
        missOlder(unit, type, older, verdict);
        return Optional.of(due);
      }
      case Verdict.Supersede(Reason reason, String message) -> {
        missOlder(unit, type, older, verdict);
        unstarted.add(
            new Unstarted(unit.pod(), type, RunState.Superseded, due, 1, reason.name(), message));
        return Optional.of(due);
      }
      case Verdict.Wait(Reason reason, String message) -> {
        if (late) {
          unstarted.add(
              new Unstarted(
                  unit.pod(),
                  type,
                  RunState.Missed,
                  due,
                  older.unstarted() + 1,
                  reason.name(),
                  message));
          return Optional.of(due);
        }
        wakeUps.add(deadline);
        missOlder(unit, type, older, verdict);
        return Optional.of(older.newest().orElse(answered));
      }
    }
  }

  private void missOlder(Unit unit, HotCopyType type, DueTimes older, Verdict verdict) {
    if (older.newestUnstarted().isEmpty()) {
      return;
    }
    Reason reason = Reason.StartingDeadlinePassed;
    String message = "the next one was due before the operator could start it";
    if (verdict instanceof Verdict.Wait(Reason waited, String why)) {
      reason = waited;
      message = why;
    }
    unstarted.add(
        new Unstarted(
            unit.pod(),
            type,
            RunState.Missed,
            older.newestUnstarted().get(),
            older.unstarted(),
            reason.name(),
            message));
  }

  private Instant answeredUntil(HotCopyType type, Unit unit, Optional<Instant> recorded) {
    Instant answered = since(type);
    if (recorded.isPresent() && recorded.get().isAfter(answered)) {
      answered = recorded.get();
    }
    boolean newcomer = policy.status().isPresent() && Units.recorded(policy, unit.pod()).isEmpty();
    if (newcomer && unit.creationTime().isAfter(answered)) {
      answered = unit.creationTime();
    }
    return answered;
  }

  /** A Job outlives the record that its due time is answered, so that none is counted twice. */
  private Set<Instant> startedTimes(HotCopyType type, Unit unit) {
    return policy.runs().stream()
        .map(HotCopyRun::key)
        .filter(key -> key.pod().equals(unit.pod()) && key.type() == type)
        .map(RunKey::trigger)
        .filter(Trigger.Scheduled.class::isInstance)
        .map(trigger -> ((Trigger.Scheduled) trigger).time())
        .collect(Collectors.toSet());
  }

  private Instant since(HotCopyType type) {
    return observed.get(type).since();
  }

  private Optional<Instant> recordedAnswer(HotCopyType type, Unit unit) {
    return Units.recorded(policy, unit.pod())
        .map(BackupPolicyStatus.StorageManager::answeredUntil)
        .map(times -> times.of(type));
  }

  private RunKey key(Unit unit, HotCopyType type, Trigger trigger) {
    return new RunKey(policy.uid(), unit.pod(), type, trigger, 1);
  }
}
