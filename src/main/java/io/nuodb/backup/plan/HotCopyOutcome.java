package io.nuodb.backup.plan;

import io.nuodb.backup.api.HotCopyType;

/** What became of one hot copy into a set. */
public record HotCopyOutcome(HotCopyType type, Outcome outcome) {}
