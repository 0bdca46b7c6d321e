package io.nuodb.backup.simulator.store;

/**
 * The journal that a hot copy holds beside its atoms.
 *
 * @param endSequence the last commit in the copy
 * @param firstCopiedFile sequence of the first journal file
 * @param lastCopiedFile sequence of the last journal file
 */
public record JournalCopy(long endSequence, long firstCopiedFile, long lastCopiedFile) {}
