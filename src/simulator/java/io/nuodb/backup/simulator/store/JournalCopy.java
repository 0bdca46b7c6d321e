package io.nuodb.backup.simulator.store;

import java.util.UUID;

/**
 * The journal files that a hot copy holds.
 *
 * @param journalId the journal that they belong to
 * @param endSequence the last commit of the archive when the copy ends; also when it holds no file
 * @param firstCopiedFile sequence of the first journal file
 * @param lastCopiedFile sequence of the last journal file; one less than the first when there is
 *     none
 */
public record JournalCopy(
    UUID journalId, long endSequence, long firstCopiedFile, long lastCopiedFile) {}
