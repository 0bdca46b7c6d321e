package io.nuodb.backup.simulator.model;

import io.nuodb.backup.simulator.store.Commit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/** Restores from backup sets, each of which has to give what the model says. */
final class RestoreRun {
  private final ModelTransactions transactions;
  private final RestoreRules rules;
  private final NuoArchiveRun nuoarchive;

  RestoreRun(ModelTransactions transactions, Path destination) {
    this.transactions = transactions;
    this.rules = new RestoreRules(transactions);
    this.nuoarchive = new NuoArchiveRun(destination);
  }

  /** Fulls and incrementals restore to their ends; journals do not restore by their ids. */
  void element(ModelSet set, int element) throws IOException {
    if (element < set.bases.size()) {
      ModelSet.Base base = set.bases.get(element);
      nuoarchive.assertElement(set, base.id(), transactions.rowsAt(base.end()));
    } else {
      nuoarchive.assertNoElement(set, set.journals.get(element - set.bases.size()).id());
    }
  }

  void latest(ModelSet set) throws IOException {
    if (set.hasFull()) {
      nuoarchive.assertLatest(set, transactions.rowsAt(set.bases.getLast().end()));
    } else {
      nuoarchive.assertNoLatest(set);
    }
  }

  void transaction(ModelSet set, long sequence) throws IOException {
    Commit transaction = transactions.at(sequence);
    OptionalLong visible = rules.visible(set, sequence);
    if (visible.isPresent()) {
      nuoarchive.assertTransaction(
          set, transaction.transactionId(), transactions.rowsAt(visible.getAsLong(), transaction));
    } else {
      nuoarchive.assertNoTransaction(set, transaction.transactionId());
    }
  }

  /**
   * Restores to transactions that can be restored, those that overlap most first: they tell bases
   * apart.
   */
  void overlappingTransactions(ModelSet set, int count) throws IOException {
    List<Commit> restorable = new ArrayList<>(rules.restorable(set));
    restorable.sort(
        Comparator.comparingLong(commit -> commit.snapshotSequence() - commit.sequence()));
    for (Commit transaction : restorable.subList(0, Math.min(count, restorable.size()))) {
      transaction(set, transaction.sequence());
    }
  }

  /** Tries to restore to the newest transactions that cannot be restored. */
  void lackingTransactions(ModelSet set, int count) throws IOException {
    for (Commit transaction : rules.lacking(set).reversed().stream().limit(count).toList()) {
      transaction(set, transaction.sequence());
    }
  }

  void uncommitted(ModelSet set, long transactionId) throws IOException {
    nuoarchive.assertNoTransaction(set, transactionId);
  }

  void report(ModelSet set) {
    nuoarchive.assertReports(set, rules.restorable(set));
  }
}
