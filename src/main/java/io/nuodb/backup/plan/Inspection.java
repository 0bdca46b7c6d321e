package io.nuodb.backup.plan;

import io.nuodb.backup.api.HotCopyType;

/**
 * A Job that finds out what became of a hot copy.
 *
 * @param hotCopyJob name of the hot copy's Job
 * @param type of the hot copy
 * @param backupSet that the hot copy writes to
 * @param attempt from 1
 */
public record Inspection(
    String hotCopyJob, HotCopyType type, String backupSet, int attempt, ObservedJob job) {}
