package io.nuodb.backup.simulator.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Keeps the atoms on disk as the last checkpoint left them, while commits go on into the journal.
 * Belongs to the thread that took it, and is held for moments: memory for changed atoms is bounded,
 * so commits would wait in the end.
 */
public final class CheckpointHold implements Closeable {
  private final Store store;
  private final long firstJournalFile;

  CheckpointHold(Store store, long firstJournalFile) {
    this.store = store;
    this.firstJournalFile = firstJournalFile;
  }

  public Fingerprints fingerprints() {
    return store.fingerprints();
  }

  /**
   * Copies the archive's state and the journal from the held checkpoint to the last commit, so that
   * with the held atoms they make up the state after that commit.
   *
   * @param dataDirectory the hot copy's {@code data}
   * @throws DamagedFileException when the journal does not pass its checksums
   */
  public JournalCopy copyJournal(Path dataDirectory) throws IOException {
    return store.copyJournal(dataDirectory, firstJournalFile);
  }

  @Override
  public void close() {
    store.releaseCheckpoints();
  }
}
