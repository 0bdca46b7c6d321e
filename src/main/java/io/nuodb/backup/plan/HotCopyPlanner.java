package io.nuodb.backup.plan;

import io.nuodb.backup.api.BackupPolicySpec.OnDemand;
import io.nuodb.backup.api.BackupPolicySpec.Schedules;
import io.nuodb.backup.api.BackupPolicyStatus.PendingToken;
import io.nuodb.backup.api.BackupPolicyStatus.RunState;
import io.nuodb.backup.api.BackupPolicyStatus.StorageManager;
import io.nuodb.backup.api.BackupPolicyStatus.Times;
import io.nuodb.backup.api.BackupPolicyStatus.Waiting;
import io.nuodb.backup.api.HotCopyType;
import io.nuodb.backup.plan.UnitGate.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Decides which hot copies of a policy start now, which wait, and which will not take place. Of the
 * due times that passed only the newest counts, and only until its starting deadline.
 */
final class HotCopyPlanner {
  private final PolicyObservation policy;
  private final PolicySchedules schedules;
  private final Instant now;
  private final List<Unit> units;
  private final Map<String, UnitGate> gates = new LinkedHashMap<>();
  private final AnsweredTimes answered;

  private final Map<HotCopyType, TokenProgress> tokens = new EnumMap<>(HotCopyType.class);
  private final List<HotCopyLaunch> launches = new ArrayList<>();
  private final List<Waiting> waiting = new ArrayList<>();
  private final List<Unstarted> unstarted = new ArrayList<>();
  private final Map<String, String> rotations = new LinkedHashMap<>();
  private final List<Instant> wakeUps = new ArrayList<>();

  private HotCopyPlanner(PolicyObservation policy, PolicySchedules schedules, Instant now) {
    this.policy = policy;
    this.schedules = schedules;
    this.now = now;
    this.units = Units.of(policy, now);
    this.answered = new AnsweredTimes(policy, schedules, now);
    var slots = new GivenSlots(policy.slots());
    var lost = LostRun.of(policy);
    units.forEach(unit -> gates.put(unit.name(), new UnitGate(policy, unit, lost, slots, now)));
  }

  static HotCopyPlan plan(PolicyObservation policy, PolicySchedules schedules, Instant now) {
    return new HotCopyPlanner(policy, schedules, now).plan();
  }

  private HotCopyPlan plan() {
    for (HotCopyType type : HotCopyType.values()) {
      TokenProgress.of(policy, type, now).ifPresent(token -> tokens.put(type, token));
    }
    policy.status().ifPresent(status -> list(status.waiting()).forEach(this::giveUpChanged));
    if (!policy.suspended()) {
      units.forEach(this::followUp);
    }
    for (HotCopyType type : PolicySchedules.SCHEDULED) {
      units.forEach(unit -> answerToken(type, unit));
      schedules.of(type).ifPresent(this::answerSchedule);
    }
    units.forEach(unit -> answerToken(HotCopyType.SIMPLE, unit));
    if (mayRotate()) {
      units.forEach(this::rotate);
    }
    launches.sort(Comparator.comparing(launch -> launch.type() != HotCopyType.JOURNAL));
    return result();
  }

  private HotCopyPlan result() {
    List<PendingToken> pending = new ArrayList<>();
    Map<HotCopyType, String> done = new EnumMap<>(HotCopyType.class);
    for (HotCopyType type : HotCopyType.values()) {
      TokenProgress token = tokens.get(type);
      if (token != null && token.finished(units)) {
        done.put(type, token.token());
      } else {
        done.put(type, TokenProgress.answered(policy, type));
        if (token != null) {
          pending.add(token.pending());
          wakeUps.add(token.deadline());
        }
      }
    }
    Map<String, Times> answeredUntil = new LinkedHashMap<>();
    Map<String, Times> lastTurns = new LinkedHashMap<>();
    for (Unit unit : units) {
      answeredUntil.put(unit.name(), answered.of(unit));
      lastTurns.put(unit.name(), answered.turnsOf(unit));
    }
    return new HotCopyPlan(
        units,
        launches,
        waiting,
        unstarted,
        rotations,
        answeredUntil,
        lastTurns,
        new OnDemand(
            done.get(HotCopyType.FULL),
            done.get(HotCopyType.INCREMENTAL),
            done.get(HotCopyType.JOURNAL),
            done.get(HotCopyType.SIMPLE)),
        pending,
        answered.schedules(),
        wakeUps);
  }

  /** Starts the attempts that follow those that failed or met something in the way. */
  private void followUp(Unit unit) {
    for (Attempts attempts : Attempts.of(policy, unit)) {
      if (!(attempts.newest().key().trigger() instanceof Trigger.Rotation)) {
        attempts
            .next(policy, schedules, answered.schedules())
            .ifPresent(next -> followUp(unit, next));
      }
    }
  }

  private void followUp(Unit unit, Attempts.Next next) {
    if (!now.isBefore(next.until())) {
      return;
    }
    if (now.isBefore(next.due())) {
      wakeUps.add(next.due());
      wakeUps.add(next.until());
      waiting.add(
          waiting(
              next.key(),
              next.type(),
              unit,
              dueOf(next),
              end(next.until()),
              next.reason(),
              next.message()));
      return;
    }
    switch (gates.get(unit.name()).ask(next.key(), next.type(), dueOf(next))) {
      case Verdict.Start(HotCopyLaunch launch) -> launches.add(launch);
      case Verdict.AlreadyStarted _, Verdict.Supersede _ -> {}
      case Verdict.Wait wait -> wait(unit, next.key(), dueOf(next), end(next.until()), wait);
    }
  }

  /** What never started, and is not due any more as the schedule is now. */
  private void giveUpChanged(Waiting it) {
    HotCopyType type = Objects.requireNonNullElse(it.inPlaceOf(), it.type());
    boolean scheduled = it.token() == null && it.until() != null;
    if (!scheduled || !answered.changedSince(type, it.due())) {
      return;
    }
    var due = new Trigger.Scheduled(it.due());
    Set<RunKey> keys =
        Set.of(
            new RunKey(policy.uid(), Optional.of(it.unit()), type, due, 1),
            new RunKey(policy.uid(), Optional.empty(), type, due, 1));
    if (policy.runs().stream().map(HotCopyRun::key).noneMatch(keys::contains)) {
      Reason reason = policy.suspended() ? Reason.Suspended : Reason.ScheduleChanged;
      unstarted.add(
          new Unstarted(
              it.unit(),
              type,
              RunState.Missed,
              it.due(),
              1,
              reason.name(),
              "it waited until the policy was edited: " + it.message()));
    }
  }

  /** What others see of its age must be what it is asked for with. */
  private static Instant dueOf(Attempts.Next next) {
    return next.key().trigger() instanceof Trigger.Scheduled(Instant time) ? time : next.due();
  }

  private static Instant end(Instant until) {
    return until.equals(Instant.MAX) ? null : until;
  }

  private void answerToken(HotCopyType type, Unit unit) {
    TokenProgress token = tokens.get(type);
    if (token == null || token.answeredBy(unit)) {
      return;
    }
    if (policy.suspended()) {
      token.answer(unit);
      giveUpToken(unit, type, RunState.Missed, Reason.Suspended, "the policy is suspended");
      return;
    }
    RunKey key = key(Optional.of(unit), type, new Trigger.OnDemand(token.token()));
    switch (gates.get(unit.name()).ask(key, type, token.since())) {
      case Verdict.Start start -> {
        launches.add(start.launch());
        token.answer(unit);
      }
      case Verdict.AlreadyStarted _ -> token.answer(unit);
      case Verdict.Supersede(Reason reason, String message) -> {
        token.answer(unit);
        giveUpToken(unit, type, RunState.Superseded, reason, message);
      }
      case Verdict.Wait wait -> {
        if (now.isBefore(token.deadline())) {
          wait(unit, key, token.since(), token.deadline(), wait);
        } else {
          token.answer(unit);
          giveUpToken(unit, type, RunState.Missed, wait.reason(), wait.message());
        }
      }
    }
  }

  private void giveUpToken(
      Unit unit, HotCopyType type, RunState state, Reason reason, String message) {
    unstarted.add(new Unstarted(unit.name(), type, state, now, 1, reason.name(), message));
  }

  private void answerSchedule(PolicySchedules.InForce schedule) {
    schedule.schedule().nextAfter(now).ifPresent(wakeUps::add);
    if (schedule.interleave()) {
      answerTurn(schedule);
    } else {
      units.forEach(unit -> answerDueTime(schedule, unit));
    }
  }

  /** All units at each due time. */
  private void answerDueTime(PolicySchedules.InForce schedule, Unit unit) {
    Instant until = answered.until(schedule.type(), unit);
    Optional<Instant> due = schedule.schedule().latestAtOrBefore(now).filter(until::isBefore);
    if (due.isEmpty()) {
      return;
    }
    if (!takesPart(schedule.type(), unit)) {
      answered.answer(schedule.type(), unit, due.get());
      return;
    }
    RunKey key = key(Optional.of(unit), schedule.type(), new Trigger.Scheduled(due.get()));
    DueTimes older =
        DueTimes.between(
            schedule.schedule(), until, due.get(), answered.started(schedule.type(), unit));
    Verdict verdict = inTime(schedule, unit, key, due.get());
    if (decide(schedule, unit, key, due.get(), older, verdict)) {
      answered.answer(schedule.type(), unit, due.get());
    } else {
      older.newest().ifPresent(time -> answered.answer(schedule.type(), unit, time));
    }
  }

  /** One unit at each due time. */
  private void answerTurn(PolicySchedules.InForce schedule) {
    Instant until = answered.untilOfTurns(schedule.type());
    Optional<Instant> due = schedule.schedule().latestAtOrBefore(now).filter(until::isBefore);
    List<Unit> order =
        answered.order(
            schedule.type(),
            units.stream().filter(unit -> takesPart(schedule.type(), unit)).toList());
    if (due.isEmpty() || order.isEmpty()) {
      return;
    }
    RunKey key = key(Optional.empty(), schedule.type(), new Trigger.Scheduled(due.get()));
    DueTimes older =
        DueTimes.between(
            schedule.schedule(), until, due.get(), answered.startedTurns(schedule.type()));
    Unit first = order.getFirst();
    Verdict verdict = inTime(schedule, first, key, due.get());
    Unit taking = first;
    for (Unit unit : order.subList(1, order.size())) {
      if (verdict instanceof Verdict.Start || verdict instanceof Verdict.AlreadyStarted) {
        break;
      }
      Verdict other = inTime(schedule, unit, key, due.get());
      if (other instanceof Verdict.Start) {
        verdict = other;
        taking = unit;
      }
    }
    if (verdict instanceof Verdict.AlreadyStarted(HotCopyRun run)) {
      answered.turn(schedule.type(), run.unit(), due.get());
    } else if (verdict instanceof Verdict.Start) {
      answered.turn(schedule.type(), taking.name(), due.get());
    }
    if (decide(schedule, taking, key, due.get(), older, verdict)) {
      answered.answerTurns(schedule.type(), due.get());
    } else {
      older.newest().ifPresent(time -> answered.answerTurns(schedule.type(), time));
    }
  }

  /** Where no journal is kept, none is due; a condition tells of it. */
  private boolean takesPart(HotCopyType type, Unit unit) {
    return type != HotCopyType.JOURNAL
        || unit.members().stream()
            .map(member -> Units.recorded(policy, member.pod()))
            .anyMatch(recorded -> recorded.map(StorageManager::keepsJournals).orElse(true));
  }

  /** What may start, unless its starting deadline has passed. */
  private Verdict inTime(PolicySchedules.InForce schedule, Unit unit, RunKey key, Instant due) {
    UnitGate gate = gates.get(unit.name());
    Verdict verdict = gate.ask(key, schedule.type(), due);
    Instant deadline = schedule.deadline(due);
    if (now.isBefore(deadline) || !(verdict instanceof Verdict.Start(HotCopyLaunch launch))) {
      return verdict;
    }
    gate.withdraw(launch);
    return new Verdict.Wait(
        launch.type(),
        Reason.StartingDeadlinePassed,
        "the operator could not start it before its starting deadline " + deadline);
  }

  /** Whether the due time is answered, and not only those before it. */
  private boolean decide(
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
        wakeUps.add(deadline);
        wait(unit, key, due, deadline, wait);
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
      launches.add(launch);
    } else if (verdict instanceof Verdict.Supersede(Reason reason, String message)) {
      unstarted.add(
          new Unstarted(unit.name(), type, RunState.Superseded, due, 1, reason.name(), message));
    }
    return true;
  }

  /** A full that runs and started later does what was due. */
  private void giveUp(Unit unit, HotCopyType type, Instant due, DueTimes older, Verdict.Wait wait) {
    boolean superseded = wait.reason() == Reason.FullHotCopyRunning;
    if (superseded) {
      missOlder(unit, type, older, wait.reason(), wait.message());
    }
    unstarted.add(
        new Unstarted(
            unit.name(),
            type,
            superseded ? RunState.Superseded : RunState.Missed,
            due,
            superseded ? 1 : older.unstarted() + 1,
            wait.reason().name(),
            wait.message()));
  }

  private void missOlder(
      Unit unit, HotCopyType type, DueTimes older, Reason reason, String message) {
    older
        .newestUnstarted()
        .ifPresent(
            newest ->
                unstarted.add(
                    new Unstarted(
                        unit.name(),
                        type,
                        RunState.Missed,
                        newest,
                        older.unstarted(),
                        reason.name(),
                        message)));
  }

  private void wait(Unit unit, RunKey key, Instant due, Instant until, Verdict.Wait wait) {
    wait.again().ifPresent(wakeUps::add);
    waiting.add(waiting(key, wait.type(), unit, due, until, wait.reason().name(), wait.message()));
  }

  private static Waiting waiting(
      RunKey key,
      HotCopyType type,
      Unit unit,
      Instant due,
      Instant until,
      String reason,
      String message) {
    String token = key.trigger() instanceof Trigger.OnDemand(String text) ? text : null;
    HotCopyType inPlaceOf = type == key.type() ? null : key.type();
    return new Waiting(type, inPlaceOf, token, unit.name(), due, until, reason, message);
  }

  private boolean mayRotate() {
    Schedules written = policy.spec().schedules();
    boolean fullsSuspended =
        written != null && written.full() != null && Boolean.TRUE.equals(written.full().suspend());
    return !policy.suspended() && !fullsSuspended;
  }

  /** A full of its own for a unit whose sets are large enough. */
  private void rotate(Unit unit) {
    var sets = new SetChoice(policy, now);
    var rotation = new Rotation(policy, schedules);
    for (ObservedStorageManager storageManager : unit.active()) {
      Optional<ObservedSet> set = sets.newestComplete(storageManager);
      Optional<String> reason = set.flatMap(rotation::reason);
      if (reason.isPresent()) {
        rotate(unit, set.get(), reason.get());
        return;
      }
    }
  }

  private void rotate(Unit unit, ObservedSet set, String reason) {
    RunKey key = unused(key(Optional.of(unit), HotCopyType.FULL, new Trigger.Rotation(set.name())));
    var attempts = Attempts.of(policy, key);
    if (!attempts.runs().isEmpty()) {
      attempts
          .next(policy, schedules, answered.schedules())
          .ifPresent(next -> followUp(unit, next));
      return;
    }
    // A set is too large since its newest element was added.
    Instant due = set.status().orElseThrow().recoverable().to();
    switch (gates.get(unit.name()).ask(key, HotCopyType.FULL, due)) {
      case Verdict.Start(HotCopyLaunch launch) -> {
        launches.add(launch);
        rotations.put(launch.job(), reason);
      }
      case Verdict.AlreadyStarted _, Verdict.Supersede _ -> {}
      case Verdict.Wait wait -> wait(unit, key, due, null, wait);
    }
  }

  /** An attempt whose Job somebody deleted is over, but what is known of it goes by its name. */
  private RunKey unused(RunKey key) {
    boolean used =
        policy.sets().stream().anyMatch(set -> set.hotCopyJob().equals(key.jobName(policy.name())));
    return used ? unused(key.withAttempt(key.attempt() + 1)) : key;
  }

  private static <T> List<T> list(List<T> list) {
    return Objects.requireNonNullElse(list, List.of());
  }

  private RunKey key(Optional<Unit> unit, HotCopyType type, Trigger trigger) {
    return new RunKey(policy.uid(), unit.map(Unit::name), type, trigger, 1);
  }
}
