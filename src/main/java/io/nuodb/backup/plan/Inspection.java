package io.nuodb.backup.plan;

import io.nuodb.backup.api.HotCopyType;

/**
 * A Job that finds out what became of a hot copy.
 *
 * @param hotCopyJob name of the hot copy's Job
 * @param pod whose archive it looks after
 * @param type of the hot copy
 * @param backupSet that the hot copy writes to; empty where only the hot copy knew
 * @param attempt from 1
 */
public record Inspection(
    String hotCopyJob,
    String pod,
    HotCopyType type,
    String backupSet,
    int attempt,
    ObservedJob job) {
  boolean of(String otherHotCopyJob, String otherPod) {
    return hotCopyJob.equals(otherHotCopyJob) && pod.equals(otherPod);
  }
}
