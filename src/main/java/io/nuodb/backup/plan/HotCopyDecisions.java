package io.nuodb.backup.plan;

import io.nuodb.backup.api.BackupPolicyStatus.RunState;
import io.nuodb.backup.api.BackupPolicyStatus.Waiting;
import io.nuodb.backup.api.HotCopyType;
import io.nuodb.backup.plan.UnitGate.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What one plan decides on hot copies, as far as it has decided. */
final class HotCopyDecisions {
  private final List<HotCopyLaunch> launches = new ArrayList<>();
  private final List<Waiting> waiting = new ArrayList<>();
  private final List<Unstarted> unstarted = new ArrayList<>();
  private final Map<String, String> rotations = new LinkedHashMap<>();
  private final List<Instant> wakeUps = new ArrayList<>();

  void start(HotCopyLaunch launch) {
    launches.add(launch);
  }

  /**
   * @param reason why a set is followed by the one that the launch makes
   */
  void rotate(HotCopyLaunch launch, String reason) {
    start(launch);
    rotations.put(launch.job(), reason);
  }

  /** Something is in the run's way. */
  void wait(Unit unit, RunKey key, Instant due, Instant until, Verdict.Wait wait) {
    wait.again().ifPresent(wakeUps::add);
    waiting.add(waiting(unit, key, wait.type(), due, until, wait.reason().name(), wait.message()));
  }

  /** The next attempt is not due yet. */
  void pause(Unit unit, Attempts.Next next) {
    wakeUps.add(next.due());
    wakeUps.add(next.until());
    waiting.add(
        waiting(
            unit,
            next.key(),
            next.type(),
            next.since(),
            next.end(),
            next.reason(),
            next.message()));
  }

  private static Waiting waiting(
      Unit unit,
      RunKey key,
      HotCopyType type,
      Instant due,
      Instant until,
      String reason,
      String message) {
    String token = key.trigger() instanceof Trigger.OnDemand(String text) ? text : null;
    HotCopyType inPlaceOf = type == key.type() ? null : key.type();
    return new Waiting(type, inPlaceOf, token, unit.name(), due, until, reason, message);
  }

  /** No run will answer these. */
  void giveUp(Unstarted due) {
    unstarted.add(due);
  }

  /** No run will answer this one. */
  void giveUp(
      Unit unit, HotCopyType type, RunState state, Instant due, Reason reason, String message) {
    giveUp(new Unstarted(unit.name(), type, state, due, 1, reason.name(), message));
  }

  void wakeUp(Instant time) {
    wakeUps.add(time);
  }

  /** Journal hot copies first: the journal grows until they are made. */
  List<HotCopyLaunch> launches() {
    return launches.stream()
        .sorted(Comparator.comparing(launch -> launch.type() != HotCopyType.JOURNAL))
        .toList();
  }

  List<Waiting> waiting() {
    return waiting;
  }

  List<Unstarted> unstarted() {
    return unstarted;
  }

  Map<String, String> rotations() {
    return rotations;
  }

  List<Instant> wakeUps() {
    return wakeUps;
  }
}
