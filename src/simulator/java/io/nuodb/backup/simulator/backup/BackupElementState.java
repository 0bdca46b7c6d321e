package io.nuodb.backup.simulator.backup;

import java.time.Instant;
import java.util.UUID;

/**
 * What an element's {@code control/state.xml} says.
 *
 * @param id the element, which is the hot copy's id
 * @param type the hot copy's type
 * @param set the set it belongs to, as its own {@code state.xml} says
 * @param endSequence the last commit that the element contains
 * @param firstJournalFile sequence of the first journal file in the element
 * @param lastJournalFile sequence of the last journal file in the element; one less than the first
 *     when there is none
 * @param startTime when the hot copy began, whole seconds
 * @param endTime when the state that the element holds was current, whole seconds
 */
record BackupElementState(
    UUID id,
    HotCopyType type,
    BackupSetState set,
    long endSequence,
    long firstJournalFile,
    long lastJournalFile,
    Instant startTime,
    Instant endTime) {}
