package io.nuodb.backup.plan;

import io.nuodb.backup.api.HotCopyType;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * How many hot copies may run at once over all policies, and how many do.
 *
 * @param limits by type; a type that is not in it has none
 * @param running by type, over all policies
 * @param waiting by type, when the runs of other policies that wait for a place were due
 */
public record HotCopySlots(
    Map<HotCopyType, Integer> limits,
    Map<HotCopyType, Integer> running,
    Map<HotCopyType, List<Instant>> waiting) {
  public static final HotCopySlots UNLIMITED = new HotCopySlots(Map.of(), Map.of(), Map.of());

  /**
   * Whether a run has a place once those that are older have theirs.
   *
   * @param taken how many this plan gave away already
   */
  boolean free(HotCopyType type, Instant due, int taken) {
    Integer limit = limits.get(type);
    if (limit == null) {
      return true;
    }
    long older =
        waiting.getOrDefault(type, List.of()).stream().filter(it -> it.isBefore(due)).count();
    return running.getOrDefault(type, 0) + taken + older < limit;
  }

  int limit(HotCopyType type) {
    return limits.get(type);
  }
}
