package io.nuodb.backup.plan;

/**
 * A Job that finds out what became of a hot copy.
 *
 * @param hotCopyJob name of the hot copy's Job
 * @param attempt from 1
 */
public record Inspection(String hotCopyJob, int attempt, ObservedJob job) {}
