package io.nuodb.backup.simulator.backup;

import io.nuodb.backup.simulator.store.Fingerprints;
import io.nuodb.backup.simulator.store.JournalCopy;
import java.time.Instant;

/**
 * What a hot copy has copied.
 *
 * @param fingerprints the atoms at the copied checkpoint
 * @param journal the journal since that checkpoint
 * @param endTime when the copied state was current
 */
record CopiedArchive(Fingerprints fingerprints, JournalCopy journal, Instant endTime) {}
