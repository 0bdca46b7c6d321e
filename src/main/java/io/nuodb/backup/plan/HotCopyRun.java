package io.nuodb.backup.plan;

import io.nuodb.backup.api.HotCopyType;
import java.util.List;
import java.util.Optional;

/**
 * A hot copy's Job and what its annotations say.
 *
 * @param unit name of the unit that it runs for
 * @param type what really runs: a full where an incremental found no complete set
 * @param targets its archives; the Job's pod mounts the first one's backup volume
 */
public record HotCopyRun(
    RunKey key, String unit, HotCopyType type, List<HotCopyTarget> targets, ObservedJob job) {
  /** Whether another type runs because the one that was asked for could not. */
  public boolean inPlaceOfAnother() {
    return type != key.type();
  }

  Optional<HotCopyTarget> target(String pod) {
    return targets.stream().filter(target -> target.pod().equals(pod)).findFirst();
  }

  boolean runsOn(String pod) {
    return target(pod).isPresent();
  }
}
