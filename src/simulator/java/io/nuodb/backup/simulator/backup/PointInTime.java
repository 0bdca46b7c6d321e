package io.nuodb.backup.simulator.backup;

import java.io.IOException;
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
   * Finds what a transaction in a set's journals needs, see {@link Restorable}.
   *
   * @throws RestoreException when there is no such transaction, or no base for it
   */
  static PointInTime of(BackupSetElements backups, long transactionId)
      throws IOException, RestoreException {
    JournalTransaction transaction = JournalTransaction.find(backups, transactionId);
    Restorable restorable = new Restorable(backups);
    Optional<Restorable.Origin> origin =
        restorable.origin(transaction.commit().sequence(), transaction.file().journalId());
    if (origin.isEmpty()) {
      throw restorable.noOrigin(transactionId);
    }
    return new PointInTime(origin.get().base(), restorable.journals(origin.get()), transaction);
  }
}
