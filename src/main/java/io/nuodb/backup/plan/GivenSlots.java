package io.nuodb.backup.plan;

import io.nuodb.backup.api.HotCopyType;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/** The places for hot copies that one plan gives away. */
final class GivenSlots {
  private final HotCopySlots slots;
  private final Map<HotCopyType, Integer> given = new EnumMap<>(HotCopyType.class);

  GivenSlots(HotCopySlots slots) {
    this.slots = slots;
  }

  boolean take(HotCopyType type, Instant due) {
    int taken = given.getOrDefault(type, 0);
    boolean free = slots.free(type, due, taken);
    if (free) {
      given.put(type, taken + 1);
    }
    return free;
  }

  void giveBack(HotCopyType type) {
    given.merge(type, -1, Integer::sum);
  }

  String message(HotCopyType type) {
    return Counted.of(
            slots.limit(type), type.text() + " hot copy runs", type.text() + " hot copies run")
        + ", and no more may at once";
  }
}
