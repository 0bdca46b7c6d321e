package io.nuodb.backup.simulator.domain.replication;

import io.nuodb.backup.simulator.store.Commit;
import java.util.List;
import java.util.UUID;

/** Commits to be journaled, in order, by every member of the session. */
public record CommitBatch(UUID session, List<Commit> commits) {}
