package io.nuodb.backup.simulator.model;

import io.nuodb.backup.simulator.backup.HotCopyType;
import io.nuodb.backup.simulator.store.RowChange;
import java.util.List;

/**
 * One thing that happens to a database with two storage managers. A number chooses among what there
 * is at that moment, modulo how many there are; an action that finds nothing does nothing.
 */
sealed interface Action {
  record Begin() implements Action {}

  record Write(int transaction, List<RowChange> changes) implements Action {}

  record Commit(int transaction) implements Action {}

  record Rollback(int transaction) implements Action {}

  /** A transaction from its beginning to its commit. */
  record Transact(List<RowChange> changes) implements Action {}

  /** Commits reach this storage manager later than the other, and several at once. */
  record FallBehind(int storageManager) implements Action {}

  record CatchUp(int storageManager) implements Action {}

  record Checkpoint(int storageManager) implements Action {}

  /** Where a hot copy is to write: a new directory, or some set there is, or a wrong one. */
  enum Target {
    NEW,
    NEWEST,
    ANY,
    OF_THE_OTHER,
    NO_PARENT
  }

  /**
   * Where a hot copy waits for {@link GoOn}.
   *
   * @param atAtom before it writes this atom, counted from 1; 0: nowhere
   * @param atJournal before it writes a journal file
   * @param atState before it describes the element
   */
  record Pauses(int atAtom, boolean atJournal, boolean atState) {}

  record Start(int storageManager, HotCopyType type, Target target, int set, Pauses pauses)
      implements Action {}

  record StartCoordinated(HotCopyType type, Target target, int set, Pauses first, Pauses second)
      implements Action {}

  record GoOn(int hotCopy) implements Action {}

  record Cancel(int hotCopy) implements Action {}

  record Stop(int storageManager) implements Action {}

  record Kill(int storageManager) implements Action {}

  /** A kill when an element is in its place and the archive does not know it yet. */
  record KillBehind(int storageManager, HotCopyType type) implements Action {}

  record Return() implements Action {}

  record RestoreElement(int set, int element) implements Action {}

  record RestoreLatest(int set) implements Action {}

  /** Any transaction, whether or not it can be restored. */
  record RestoreTransaction(int set, int transaction) implements Action {}

  /** A transaction that runs, or was rolled back. */
  record RestoreUncommitted(int set, int transaction) implements Action {}

  record ReportTimestamps(int set) implements Action {}

  record RemoveSet(int set) implements Action {}

  /** Moves the data of a journal element away. */
  record RemoveJournalData(int set, int element) implements Action {}
}
