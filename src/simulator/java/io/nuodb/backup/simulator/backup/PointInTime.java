package io.nuodb.backup.simulator.backup;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a restore to a transaction is made of: the newest full or incremental that ended before it,
 * the commits since then that were visible to it, and the transaction (NuoDB docs, Using Journal
 * Hot Copy). Others that were committed earlier, but not visible to it, are part of it only when
 * the base holds them.
 *
 * @param base the full or incremental, with what it builds on
 * @param journals where the commits since then are, in commit order
 * @param transaction the transaction
 */
record PointInTime(
    ElementChain base, List<BackupSetElements.Element> journals, JournalTransaction transaction) {
  /**
   * Finds what a transaction in a set's journals needs: in the set or, when it was committed before
   * the end of the set's full, in the sets beside it too.
   *
   * @throws RestoreException when there is no such transaction, or no base for it
   */
  static PointInTime of(BackupSetElements backups, long transactionId)
      throws IOException, RestoreException {
    JournalTransaction transaction = JournalTransaction.find(backups, transactionId);
    Optional<ElementChain> base = base(List.of(backups), transaction);
    if (base.isPresent()) {
      return new PointInTime(base.get(), journals(List.of(backups)), transaction);
    }
    SiblingSets siblings = SiblingSets.of(backups);
    base = base(siblings.sets(), transaction);
    if (base.isEmpty()) {
      throw new RestoreException(
          ("Transaction %d was committed before the end of a full hot copy into backup set %s:"
                  + " the backup set before this one has to lie beside it%s")
              .formatted(transactionId, backups.directory(), siblings.unreadableText()));
    }
    List<BackupSetElements> all = new ArrayList<>(siblings.sets());
    all.add(backups);
    return new PointInTime(base.get(), journals(all), transaction);
  }

  private static Optional<ElementChain> base(
      List<BackupSetElements> sets, JournalTransaction transaction) throws IOException {
    return new RestoreBases(sets)
        .newestBefore(transaction.commit().sequence(), transaction.file().journalId());
  }

  /** Copies go on across sets, so that the sequence of the last commit puts them in order. */
  private static List<BackupSetElements.Element> journals(List<BackupSetElements> sets)
      throws IOException {
    List<BackupSetElements.Element> journals = new ArrayList<>();
    for (BackupSetElements set : sets) {
      journals.addAll(set.journals());
    }
    journals.sort(Comparator.comparingLong(element -> element.state().endSequence()));
    return journals;
  }
}
