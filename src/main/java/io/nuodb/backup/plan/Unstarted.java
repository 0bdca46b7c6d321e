package io.nuodb.backup.plan;

import io.nuodb.backup.api.BackupPolicyStatus.RunState;
import io.nuodb.backup.api.HotCopyType;
import java.time.Instant;

/**
 * Due times, or a token, that no run will answer.
 *
 * @param unit name of the unit; where units take turns, of the one whose turn it was
 * @param state Missed or Superseded
 * @param newest the newest of the due times; for a token, when it was given up
 * @param count how many due times, 1 for a token
 */
public record Unstarted(
    String unit,
    HotCopyType type,
    RunState state,
    Instant newest,
    long count,
    String reason,
    String message) {}
