package io.nuodb.backup.plan;

import io.nuodb.backup.api.BackupPolicyStatus;
import io.nuodb.backup.api.BackupPolicyStatus.ObservedSchedule;
import io.nuodb.backup.api.BackupPolicyStatus.StorageManager;
import io.nuodb.backup.api.BackupPolicyStatus.Times;
import io.nuodb.backup.api.HotCopyType;
import java.time.Duration;
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
  /** A pod that is younger was made meanwhile: its due times count from the start. */
  private static final Duration YOUTH = Duration.ofMinutes(5);

  /** Beyond it a time that lies ahead was written by a clock that was wrong. */
  private static final Duration CLOCK_TOLERANCE = Duration.ofHours(1);

  private final PolicyObservation policy;
  private final Instant now;
  private final Map<HotCopyType, ObservedSchedule> schedules = new EnumMap<>(HotCopyType.class);
  private final Map<String, Map<HotCopyType, Instant>> answers = new HashMap<>();
  private final Map<String, Map<HotCopyType, Instant>> turns = new HashMap<>();

  AnsweredTimes(PolicyObservation policy, PolicySchedules schedules, Instant now) {
    this.policy = policy;
    this.now = now;
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
            .filter(it -> notFarAhead(it.since()).equals(it.since()))
            .findFirst();
    return same.orElseGet(() -> inForceFromNow(schedule));
  }

  private ObservedSchedule inForceFromNow(PolicySchedules.InForce schedule) {
    Instant first =
        policy.status().isEmpty() ? policy.creationTime() : now.truncatedTo(ChronoUnit.SECONDS);
    return new ObservedSchedule(
        schedule.type(),
        schedule.cron(),
        schedule.timeZone(),
        schedule.writtenDeadline(),
        schedule.interleave() ? true : null,
        LongestPause.after(schedule.schedule(), first).map(Durations::format).orElse(null),
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
    Instant since = schedules.get(type).since();
    Optional<Instant> recorded = answered(type, unit.name());
    boolean newcomer =
        policy.status().isPresent() && Units.recordedOf(policy, unit.name()).isEmpty();
    return Stream.of(
            Optional.of(since),
            recorded,
            newcomer ? Optional.of(untilAsNewcomer(type, unit)) : Optional.<Instant>empty())
        .flatMap(Optional::stream)
        .max(Instant::compareTo)
        .orElseThrow();
  }

  /**
   * A unit that is new only by its name, as when its pods came into another failure domain, goes on
   * where they were. One of pods that nobody knows starts with them, or now where they are old.
   */
  private Instant untilAsNewcomer(HotCopyType type, Unit unit) {
    Optional<Instant> ofMembers =
        unit.members().stream()
            .map(member -> Units.recorded(policy, member.pod()))
            .flatMap(Optional::stream)
            .flatMap(member -> recorded(member, StorageManager::answeredUntil, type).stream())
            .max(Instant::compareTo);
    boolean young = unit.creationTime().isAfter(now.minus(YOUTH));
    return ofMembers.orElse(young ? unit.creationTime() : now);
  }

  Instant untilOfTurns(HotCopyType type) {
    ObservedSchedule schedule = schedules.get(type);
    return notFarAhead(Objects.requireNonNullElse(schedule.answeredUntil(), schedule.since()));
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
            Comparator.comparing((Unit unit) -> lastTurn(type, unit.name()).orElse(Instant.MIN))
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
          Optional<Instant> answered = answered(type, unit.name());
          // A newcomer's first due times are those after its creation, also at the next look.
          return ownTimes && policy.status().isPresent()
              ? until(type, unit)
              : answered.orElse(null);
        });
  }

  Times turnsOf(Unit unit) {
    return Times.of(type -> lastTurn(type, unit.name()).orElse(null));
  }

  private Optional<Instant> answered(HotCopyType type, String unit) {
    return Optional.ofNullable(answers.getOrDefault(unit, Map.of()).get(type))
        .or(() -> recorded(unit, StorageManager::answeredUntil, type));
  }

  private Optional<Instant> lastTurn(HotCopyType type, String unit) {
    return Optional.ofNullable(turns.getOrDefault(unit, Map.of()).get(type))
        .or(() -> recorded(unit, StorageManager::lastTurn, type));
  }

  private Optional<Instant> recorded(
      String unit, Function<StorageManager, Times> times, HotCopyType type) {
    return Units.recordedOf(policy, unit).stream()
        .flatMap(member -> recorded(member, times, type).stream())
        .max(Instant::compareTo);
  }

  private Optional<Instant> recorded(
      StorageManager member, Function<StorageManager, Times> times, HotCopyType type) {
    return Optional.ofNullable(times.apply(member)).map(it -> it.of(type)).map(this::notFarAhead);
  }

  /** What a clock wrote that was wrong must not stop a schedule until the time has come. */
  private Instant notFarAhead(Instant recorded) {
    return recorded.isAfter(now.plus(CLOCK_TOLERANCE)) ? now : recorded;
  }

  /** A Job outlives the record that its due time is answered, so that none is counted twice. */
  Set<Instant> started(HotCopyType type, Unit unit) {
    return times(type, Optional.of(unit.name())).collect(Collectors.toSet());
  }

  Set<Instant> startedTurns(HotCopyType type) {
    return times(type, Optional.empty()).collect(Collectors.toSet());
  }

  private Stream<Instant> times(HotCopyType type, Optional<String> unit) {
    return policy.runs().stream()
        .map(HotCopyRun::key)
        .filter(key -> key.unit().equals(unit) && key.type() == type)
        .map(RunKey::trigger)
        .filter(Trigger.Scheduled.class::isInstance)
        .map(trigger -> ((Trigger.Scheduled) trigger).time());
  }
}
