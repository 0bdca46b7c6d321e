package io.nuodb.backup.plan;

import io.nuodb.backup.api.HotCopyType;
import io.nuodb.backup.plan.UnitGate.Verdict;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The gates of all units, which share the places for hot copies at once. */
final class UnitGates {
  private final Map<String, UnitGate> gates = new HashMap<>();

  UnitGates(PolicyObservation policy, List<Unit> units, Instant now) {
    var slots = new GivenSlots(policy.slots());
    Collection<LostRun> lost = LostRun.of(policy);
    units.forEach(unit -> gates.put(unit.name(), new UnitGate(policy, unit, lost, slots, now)));
  }

  /** As {@link UnitGate#ask}. */
  Verdict ask(Unit unit, RunKey key, HotCopyType type, Instant due) {
    return gates.get(unit.name()).ask(key, type, due);
  }

  /** As {@link UnitGate#withdraw}. */
  void withdraw(HotCopyLaunch launch) {
    gates.get(launch.unit().name()).withdraw(launch);
  }
}
