package io.nuodb.backup.simulator.store;

import java.time.Instant;
import java.util.List;

/**
 * A committed transaction, as a transaction engine hands it to every storage manager.
 *
 * @param transactionId given to the transaction when it began; ids are not in commit order
 * @param sequence position in the domain-wide commit order, contiguous from 1
 * @param snapshotSequence sequence of the last commit that was visible to the transaction
 * @param commitTime when the transaction engine ordered the commit
 * @param changes the transaction's row changes, in the order they were made
 */
public record Commit(
    long transactionId,
    long sequence,
    long snapshotSequence,
    Instant commitTime,
    List<RowChange> changes) {
  public Commit {
    changes = List.copyOf(changes);
  }
}
