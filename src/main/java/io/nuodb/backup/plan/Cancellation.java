package io.nuodb.backup.plan;

/**
 * A Job that cancels a hot copy.
 *
 * @param hotCopyId NuoDB's id of the hot copy
 * @param attempt from 1
 */
public record Cancellation(String hotCopyId, int attempt, ObservedJob job) {}
