package io.nuodb.backup.plan;

/**
 * A Job that asks the admin process for archives.
 *
 * @param selection hash of what it asks for
 * @param attempt from 1
 */
public record Discovery(String selection, int attempt, ObservedJob job) {}
