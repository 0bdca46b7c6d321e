package io.nuodb.backup.plan;

import io.nuodb.backup.api.HotCopyType;
import java.util.Optional;

/**
 * What makes a run of a hot copy the one it is. Two observers that see the same due time or token
 * form the same key, and so the same name of the Job.
 *
 * @param unit name of the unit that the run is for; empty where the units take turns, since two
 *     observers may not agree on whose turn it is
 * @param type the type that was asked for; another may run in its place
 * @param attempt from 1
 */
public record RunKey(
    String policyUid, Optional<String> unit, HotCopyType type, Trigger trigger, int attempt) {
  private static final String ANY_UNIT = "*";

  public String text() {
    return String.join(
        "/",
        policyUid,
        unit.orElse(ANY_UNIT),
        type.text(),
        trigger.toString(),
        Integer.toString(attempt));
  }

  String jobName(String policyName) {
    return JobName.of(policyName, type.text(), text());
  }

  RunKey withAttempt(int other) {
    return new RunKey(policyUid, unit, type, trigger, other);
  }
}
