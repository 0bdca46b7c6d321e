package io.nuodb.backup.plan;

/** A hot copy to cancel now, because a person asked for it. */
public record CancellationLaunch(
    String job, String backupSet, String hotCopyId, String coordinatorStartId, int attempt) {}
