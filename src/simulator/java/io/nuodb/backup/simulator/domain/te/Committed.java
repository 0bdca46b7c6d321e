package io.nuodb.backup.simulator.domain.te;

import java.time.Instant;

/** An acknowledged commit: every RUNNING storage manager has journaled it. */
record Committed(long transactionId, long commitSequence, Instant commitTime) {}
