package io.nuodb.backup.simulator.store;

/**
 * A place in a journal.
 *
 * @param fileSequence the file
 * @param offset bytes from the file's start
 */
record JournalPosition(long fileSequence, long offset) {}
