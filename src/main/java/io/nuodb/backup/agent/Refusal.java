package io.nuodb.backup.agent;

import io.nuodb.backup.job.Cause;

/**
 * A declined request for a hot copy.
 *
 * @param message the engine's or the admin's
 */
record Refusal(Cause cause, String message) {}
