package io.nuodb.backup.plan;

import io.nuodb.backup.api.HotCopyType;

/**
 * What makes a run of a hot copy the one it is. Two observers that see the same due time or token
 * form the same key, and so the same name of the Job.
 *
 * @param pod the unit that asked for the run
 * @param type the type that was asked for; a full may run in an incremental's place
 * @param attempt from 1
 */
public record RunKey(String policyUid, String pod, HotCopyType type, Trigger trigger, int attempt) {
  public String text() {
    return String.join(
        "/", policyUid, pod, type.text(), trigger.toString(), Integer.toString(attempt));
  }

  String jobName(String policyName) {
    return JobName.of(policyName, type.text(), text());
  }
}
