package io.nuodb.backup.plan;

import io.nuodb.backup.api.HotCopyType;
import java.util.List;

/**
 * A hot copy to start now.
 *
 * @param type what is to run
 * @param targets its archives and the sets that they go to, new ones if the type is full
 */
public record HotCopyLaunch(
    RunKey key, String job, HotCopyType type, Unit unit, List<HotCopyTarget> targets) {
  /** Whether another type runs because the one that was asked for could not. */
  public boolean inPlaceOfAnother() {
    return type != key.type();
  }
}
