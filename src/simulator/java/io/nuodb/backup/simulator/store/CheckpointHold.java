package io.nuodb.backup.simulator.store;

import java.io.Closeable;
import java.io.IOException;

/**
 * Keeps the atoms on disk as a checkpoint left them, while commits go on into the journal, and
 * keeps the journal since that checkpoint. Belongs to the thread that took it. The atoms are held
 * for moments: memory for changed atoms is bounded, so commits would wait in the end.
 */
public final class CheckpointHold implements Closeable {
  private final Store store;
  private final Fingerprints fingerprints;
  private final ArchiveState state;
  private final long firstJournalFile;
  private final Closeable journalHold;
  private boolean atomsReleased;

  CheckpointHold(
      Store store,
      Fingerprints fingerprints,
      ArchiveState state,
      long firstJournalFile,
      Closeable journalHold) {
    this.store = store;
    this.fingerprints = fingerprints;
    this.state = state;
    this.firstJournalFile = firstJournalFile;
    this.journalHold = journalHold;
  }

  /** Those of the held checkpoint. */
  public Fingerprints fingerprints() {
    return fingerprints;
  }

  /** Lets the next checkpoint begin; the journal stays. */
  public void releaseAtoms() {
    if (!atomsReleased) {
      atomsReleased = true;
      store.releaseCheckpoints();
    }
  }

  /**
   * The journal from the held checkpoint to a commit: with the held atoms it makes up the state
   * after that commit.
   *
   * @param endSequence a commit that the store has
   */
  public JournalStretch journalThrough(long endSequence) throws IOException {
    return store.journalThrough(endSequence, state, firstJournalFile);
  }

  @Override
  public void close() throws IOException {
    releaseAtoms();
    journalHold.close();
  }
}
