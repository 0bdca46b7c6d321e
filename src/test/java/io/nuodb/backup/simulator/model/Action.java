package io.nuodb.backup.simulator.model;

import io.nuodb.backup.simulator.backup.HotCopyType;
import io.nuodb.backup.simulator.store.RowChange;
import java.util.List;

/**
 * One thing that happens to a database with two storage managers. A number chooses among what there
 * is at that moment, modulo how many there are; an action that finds nothing does nothing.
 */
sealed interface Action {
  sealed interface OfTransactions extends Action {}

  sealed interface OfStorageManagers extends Action {}

  sealed interface OfHotCopies extends Action {}

  /** Restores, reports and removals. */
  sealed interface OfBackupSets extends Action {}

  record Begin() implements OfTransactions {}

  record Write(int transaction, List<RowChange> changes) implements OfTransactions {}

  record Commit(int transaction) implements OfTransactions {}

  record Rollback(int transaction) implements OfTransactions {}

  /** A transaction from its beginning to its commit. */
  record Transact(List<RowChange> changes) implements OfTransactions {}

  /** Commits reach this storage manager later than the other, and several at once. */
  record FallBehind(int storageManager) implements OfStorageManagers {}

  record CatchUp(int storageManager) implements OfStorageManagers {}

  record Checkpoint(int storageManager) implements OfStorageManagers {}

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
      implements OfHotCopies {}

  record StartCoordinated(HotCopyType type, Target target, int set, Pauses first, Pauses second)
      implements OfHotCopies {}

  record GoOn(int hotCopy) implements OfHotCopies {}

  record Cancel(int hotCopy) implements OfHotCopies {}

  record Stop(int storageManager) implements OfStorageManagers {}

  record Kill(int storageManager) implements OfStorageManagers {}

  /** A kill when an element is in its place and the archive does not know it yet. */
  record KillBehind(int storageManager, HotCopyType type) implements OfStorageManagers {}

  record Return() implements OfStorageManagers {}

  record RestoreElement(int set, int element) implements OfBackupSets {}

  record RestoreLatest(int set) implements OfBackupSets {}

  /** Any transaction, whether or not it can be restored. */
  record RestoreTransaction(int set, int transaction) implements OfBackupSets {}

  /** A transaction that runs, or was rolled back. */
  record RestoreUncommitted(int set, int transaction) implements OfBackupSets {}

  record ReportTimestamps(int set) implements OfBackupSets {}

  record RemoveSet(int set) implements OfBackupSets {}

  /** Moves the data of a journal element away. */
  record RemoveJournalData(int set, int element) implements OfBackupSets {}
}
