package io.nuodb.backup.nuodb;

/**
 * The journal files in an element, by their sequence numbers: the {@code JournalFileSequences} of
 * its {@code state.xml}.
 *
 * @param first number of the first file copied
 * @param last number of the last one; one less than the first when none was copied
 */
public record JournalFiles(long first, long last) {}
