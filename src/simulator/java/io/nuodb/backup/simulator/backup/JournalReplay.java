package io.nuodb.backup.simulator.backup;

import io.nuodb.backup.simulator.store.Commit;
import io.nuodb.backup.simulator.store.CopiedJournalFile;
import io.nuodb.backup.simulator.store.DamagedFileException;
import io.nuodb.backup.simulator.store.OfflineArchive;
import java.io.IOException;
import java.util.List;
import java.util.UUID;

/** Adds the commits of copied journals to restored atoms, each once and without a gap. */
final class JournalReplay {
  private final OfflineArchive archive;
  private final UUID journalId;
  private BackupSetElements.Element withoutData;

  JournalReplay(OfflineArchive archive, UUID journalId) {
    this.archive = archive;
    this.journalId = journalId;
  }

  /** Brings the atoms of a full or incremental to its end, with the journal that lies beside. */
  void addBase(BackupSetElements.Element base) throws IOException, RestoreException {
    long end = base.state().endSequence();
    add(base, Long.MAX_VALUE);
    if (archive.lastSequence() != end) {
      throw endsElsewhere(base, archive.lastSequence());
    }
  }

  /**
   * Adds what follows, through a commit.
   *
   * @param journals in commit order
   * @throws RestoreException naming the element whose data is missing, or before which commits are
   * @throws DamagedFileException naming the damaged file
   */
  void addJournals(List<BackupSetElements.Element> journals, long through)
      throws IOException, RestoreException {
    for (BackupSetElements.Element journal : journals) {
      long end = journal.state().endSequence();
      if (archive.lastSequence() < through && archive.lastSequence() < end) {
        if (journal.hasData()) {
          add(journal, through);
        } else if (!isGap(withoutData)) {
          withoutData = journal; // no gap if its commits were copied twice
        }
      }
    }
  }

  /** Adds the transaction itself behind the commits that were visible to it. */
  void addTransaction(JournalTransaction transaction) throws IOException, RestoreException {
    Commit commit = transaction.commit();
    if (archive.lastSequence() < commit.snapshotSequence()) {
      throw missing(commit.snapshotSequence(), transaction.file());
    }
    archive.add(commit);
  }

  private void add(BackupSetElements.Element element, long through)
      throws IOException, RestoreException {
    long read = 0;
    for (CopiedJournalFile file : CopiedJournalFile.in(element.layout().data())) {
      if (!file.journalId().equals(journalId)) {
        continue; // of before a SYNC, which the base contains
      }
      for (Commit commit : file.commits()) {
        if (commit.sequence() > archive.lastSequence() + 1) {
          throw missing(commit.sequence() - 1, file);
        }
        if (commit.sequence() > archive.lastSequence()) {
          archive.add(commit);
        }
        if (archive.lastSequence() == through) {
          return;
        }
        read = commit.sequence();
      }
    }
    if (read > 0 && read != element.state().endSequence()) {
      throw endsElsewhere(element, read);
    }
  }

  private static DamagedFileException endsElsewhere(
      BackupSetElements.Element element, long lastSequence) {
    return new DamagedFileException(
        element.layout().data(),
        "journal ends with commit %d, not %d as %s says"
            .formatted(lastSequence, element.state().endSequence(), element.layout().stateFile()));
  }

  private boolean isGap(BackupSetElements.Element skipped) {
    return skipped != null && archive.lastSequence() < skipped.state().endSequence();
  }

  private RestoreException missing(long through, CopiedJournalFile before) throws RestoreException {
    if (isGap(withoutData)) {
      withoutData.requireData();
    }
    return new RestoreException(
        "Commits %d to %d are missing before journal file %s"
            .formatted(archive.lastSequence() + 1, through, before.path()));
  }
}
