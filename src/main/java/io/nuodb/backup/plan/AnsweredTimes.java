package io.nuodb.backup.plan;

import io.nuodb.backup.api.BackupPolicyStatus;
import io.nuodb.backup.api.BackupPolicyStatus.ObservedSchedule;
import io.nuodb.backup.api.BackupPolicyStatus.StorageManager;
import io.nuodb.backup.api.BackupPolicyStatus.Times;
import io.nuodb.backup.api.HotCopyType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Up to when the due times of each schedule are answered, by unit or, where the units take turns,
 * for all of them: what is on record, and what this plan adds.
 */
final class AnsweredTimes {
  private final PolicyObservation policy;
  private final Instant now;
  private final Map<HotCopyType, ObservedSchedule> schedules = new EnumMap<>(HotCopyType.class);
  private final Map<String, List<StorageManager>> records = new HashMap<>();
  private final Map<String, Map<HotCopyType, Instant>> answers = new HashMap<>();
  private final Map<String, Map<HotCopyType, Instant>> turns = new HashMap<>();

  AnsweredTimes(PolicyObservation policy, PolicySchedules schedules, Instant now) {
    this.policy = policy;
    this.now = now.truncatedTo(ChronoUnit.SECONDS);
    for (PolicySchedules.InForce schedule : schedules.inForce()) {
      this.schedules.put(schedule.type(), observe(schedule));
    }
  }

  /** A schedule that is new or changed since the last look is in force from now. */
  private ObservedSchedule observe(PolicySchedules.InForce schedule) {
    List<ObservedSchedule> known =
        Objects.requireNonNullElse(
            policy.status().map(BackupPolicyStatus::schedules).orElse(null), List.of());
    Optional<ObservedSchedule> same =
        known.stream()
            .filter(it -> it.type() == schedule.type())
            .filter(it -> it.cron().equals(schedule.cron()))
            .filter(it -> it.timeZone().equals(schedule.timeZone()))
            .filter(it -> Objects.equals(it.startingDeadline(), schedule.writtenDeadline()))
            .filter(it -> Boolean.TRUE.equals(it.interleave()) == schedule.interleave())
            .findFirst();
    return same.map(this::sinceThePast).orElseGet(() -> observed(schedule));
  }

  private ObservedSchedule sinceThePast(ObservedSchedule it) {
    Instant answeredUntil = it.answeredUntil();
    return new ObservedSchedule(
        it.type(),
        it.cron(),
        it.timeZone(),
        it.startingDeadline(),
        it.interleave(),
        it.longestPause(),
        AheadOfClock.orNow(it.since(), now),
        answeredUntil == null ? null : AheadOfClock.orNow(answeredUntil, now));
  }

  private ObservedSchedule observed(PolicySchedules.InForce schedule) {
    Instant first = policy.status().isEmpty() ? policy.creationTime() : now;
    return new ObservedSchedule(
        schedule.type(),
        schedule.cron(),
        schedule.timeZone(),
        schedule.writtenDeadline(),
        schedule.interleave() ? true : null,
        LongestPause.after(schedule.schedule().unremembered(), first)
            .map(Durations::format)
            .orElse(null),
        first,
        null);
  }

  /** The schedules as they are now, but answered up to where they were. */
  static List<ObservedSchedule> unanswered(
      List<ObservedSchedule> schedules, PolicyObservation policy) {
    List<ObservedSchedule> before =
        Objects.requireNonNullElse(
            policy.status().map(BackupPolicyStatus::schedules).orElse(null), List.of());
    return schedules.stream()
        .map(
            it ->
                before.stream()
                    .filter(old -> old.type() == it.type() && old.since().equals(it.since()))
                    .findFirst()
                    .orElseGet(() -> answeredUntil(it, null)))
        .toList();
  }

  private static ObservedSchedule answeredUntil(ObservedSchedule it, Instant until) {
    return new ObservedSchedule(
        it.type(),
        it.cron(),
        it.timeZone(),
        it.startingDeadline(),
        it.interleave(),
        it.longestPause(),
        it.since(),
        until);
  }

  List<ObservedSchedule> schedules() {
    return List.copyOf(schedules.values());
  }

  /** Up to when the schedule's due times are answered on the unit. */
  Instant until(HotCopyType type, Unit unit) {
    return Stream.of(
            Optional.of(schedules.get(type).since()), answered(type, unit), newcomerSince(unit))
        .flatMap(Optional::stream)
        .max(Instant::compareTo)
        .orElseThrow();
  }

  /** A new pod counts from its creation; an old one that was taken in, from that. */
  private Optional<Instant> newcomerSince(Unit unit) {
    return policy
        .status()
        .filter(_ -> records(unit).isEmpty())
        .map(
            status -> {
              boolean edited = !Objects.equals(status.observedGeneration(), policy.generation());
              boolean old = unit.creationTime().isBefore(now.minus(Units.ABSENCE));
              return edited || old ? now : unit.creationTime();
            });
  }

  /** Whether the schedule was changed, suspended or removed after the time was due. */
  boolean changedSince(HotCopyType type, Instant due) {
    ObservedSchedule schedule = schedules.get(type);
    return schedule == null || schedule.since().isAfter(due);
  }

  Instant untilOfTurns(HotCopyType type) {
    ObservedSchedule schedule = schedules.get(type);
    return Objects.requireNonNullElse(schedule.answeredUntil(), schedule.since());
  }

  void answer(HotCopyType type, Unit unit, Instant until) {
    answers.computeIfAbsent(unit.name(), _ -> new EnumMap<>(HotCopyType.class)).put(type, until);
  }

  void answerTurns(HotCopyType type, Instant until) {
    schedules.put(type, answeredUntil(schedules.get(type), until));
  }

  /** The due time was given to the unit. */
  void turn(HotCopyType type, String unit, Instant due) {
    turns.computeIfAbsent(unit, _ -> new EnumMap<>(HotCopyType.class)).put(type, due);
  }

  /** Whose turn is next: the one whose last turn is oldest, ties by archive id. */
  List<Unit> order(HotCopyType type, List<Unit> units) {
    return units.stream()
        .sorted(
            Comparator.comparing((Unit unit) -> lastTurn(type, unit).orElse(Instant.MIN))
                .thenComparing(this::archiveId)
                .thenComparing(Unit::name))
        .toList();
  }

  private int archiveId(Unit unit) {
    return Units.recorded(policy, unit.active().getFirst().pod())
        .map(StorageManager::archiveId)
        .orElse(Integer.MAX_VALUE);
  }

  Times of(Unit unit) {
    return Times.of(
        type -> {
          boolean ownTimes =
              schedules.get(type) != null && schedules.get(type).interleave() == null;
          Optional<Instant> answered = answered(type, unit);
          // A newcomer's first due times are those after its creation, also at the next look.
          return ownTimes && policy.status().isPresent()
              ? until(type, unit)
              : answered.orElse(null);
        });
  }

  Times turnsOf(Unit unit) {
    return Times.of(type -> lastTurn(type, unit).orElse(null));
  }

  private Optional<Instant> answered(HotCopyType type, Unit unit) {
    return Optional.ofNullable(answers.getOrDefault(unit.name(), Map.of()).get(type))
        .or(() -> recorded(unit, StorageManager::answeredUntil, type));
  }

  private Optional<Instant> lastTurn(HotCopyType type, Unit unit) {
    return Optional.ofNullable(turns.getOrDefault(unit.name(), Map.of()).get(type))
        .or(
            () ->
                Stream.concat(
                        recorded(unit, StorageManager::lastTurn, type).stream(),
                        startedTurns(type, unit))
                    .max(Instant::compareTo));
  }

  /** The newest. */
  private Optional<Instant> recorded(
      Unit unit, Function<StorageManager, Times> times, HotCopyType type) {
    Optional<Instant> newest = Optional.empty();
    for (StorageManager record : records(unit)) {
      Optional<Instant> time =
          Optional.ofNullable(times.apply(record))
              .map(it -> it.of(type))
              .map(it -> AheadOfClock.orNow(it, now));
      if (newest.isEmpty() || time.filter(newest.get()::isBefore).isPresent()) {
        newest = time;
      }
    }
    return newest;
  }

  /** A unit under a new name goes on where its pods were, as when redundancy is asked for. */
  private List<StorageManager> records(Unit unit) {
    return records.computeIfAbsent(unit.name(), _ -> findRecords(unit));
  }

  private List<StorageManager> findRecords(Unit unit) {
    List<StorageManager> own = Units.recordedOf(policy, unit.name());
    return own.isEmpty()
        ? unit.members().stream()
            .flatMap(member -> Units.recorded(policy, member.pod()).stream())
            .toList()
        : own;
  }

  /** A Job outlives the record that its due time is answered, so that none is counted twice. */
  Set<Instant> started(HotCopyType type, Unit unit) {
    return times(policy.runs().stream(), type, Optional.of(unit.name()))
        .collect(Collectors.toSet());
  }

  Set<Instant> startedTurns(HotCopyType type) {
    return times(policy.runs().stream(), type, Optional.empty()).collect(Collectors.toSet());
  }

  /** Also those that an operator gave that died before it could put them on record. */
  private Stream<Instant> startedTurns(HotCopyType type, Unit unit) {
    Stream<HotCopyRun> own = policy.runs().stream().filter(run -> run.unit().equals(unit.name()));
    return times(own, type, Optional.empty()).map(it -> AheadOfClock.orNow(it, now));
  }

  private static Stream<Instant> times(
      Stream<HotCopyRun> runs, HotCopyType type, Optional<String> unit) {
    return runs.map(HotCopyRun::key)
        .filter(key -> key.unit().equals(unit) && key.type() == type)
        .map(RunKey::trigger)
        .filter(Trigger.Scheduled.class::isInstance)
        .map(trigger -> ((Trigger.Scheduled) trigger).time());
  }
}
