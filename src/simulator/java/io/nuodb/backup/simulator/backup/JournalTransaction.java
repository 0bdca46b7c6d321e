package io.nuodb.backup.simulator.backup;

import io.nuodb.backup.simulator.store.Commit;
import io.nuodb.backup.simulator.store.CopiedJournalFile;
import io.nuodb.backup.simulator.store.DamagedFileException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A committed transaction in the journals of a backup set.
 *
 * @param commit the transaction
 * @param file the journal file that holds it
 */
record JournalTransaction(Commit commit, CopiedJournalFile file) {
  /**
   * Finds a transaction, looking into the newest journals first. What is missing or damaged is in
   * the way only if the transaction is nowhere else.
   *
   * @throws RestoreException when the transaction is not there
   * @throws DamagedFileException when it is not there, but may be in the file named
   */
  static JournalTransaction find(BackupSetElements backups, long transactionId)
      throws IOException, RestoreException {
    List<BackupSetElements.Element> missing = new ArrayList<>();
    List<DamagedFileException> damaged = new ArrayList<>();
    for (BackupSetElements.Element element : backups.journals().reversed()) {
      if (!element.hasData()) {
        missing.add(element);
        continue;
      }
      for (CopiedJournalFile file : CopiedJournalFile.in(element.layout().data()).reversed()) {
        try {
          Optional<Commit> found = find(file, transactionId);
          if (found.isPresent()) {
            return new JournalTransaction(found.get(), file);
          }
        } catch (DamagedFileException e) {
          damaged.add(e);
        }
      }
    }
    if (!damaged.isEmpty()) {
      throw damaged.getFirst();
    }
    for (BackupSetElements.Element element : missing) {
      element.requireData();
    }
    throw new RestoreException(
        ("Transaction %d is not in the journal elements of backup set %s:"
                + " only committed transactions can be restored, see --report-timestamps")
            .formatted(transactionId, backups.directory()));
  }

  private static Optional<Commit> find(CopiedJournalFile file, long transactionId)
      throws IOException {
    return file.commits().stream()
        .filter(commit -> commit.transactionId() == transactionId)
        .findAny();
  }
}
