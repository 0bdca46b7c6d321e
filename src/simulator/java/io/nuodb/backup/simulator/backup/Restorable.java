package io.nuodb.backup.simulator.backup;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * From where the transactions in a set's journals can be restored (NuoDB docs, Using Journal Hot
 * Copy): from a base in the set, with the set's journals alone; or, when a transaction was
 * committed before the end of the set's full, from a base beside the set, with the journals of all
 * sets of the archive.
 */
final class Restorable {
  private final BackupSetElements backups;
  private final RestoreBases bases;
  private SiblingSets siblings;
  private RestoreBases siblingBases;

  Restorable(BackupSetElements backups) {
    this.backups = backups;
    this.bases = new RestoreBases(List.of(backups));
  }

  /**
   * What a restore begins with, and where it goes on.
   *
   * @param base the newest full or incremental that ended before the transaction
   * @param siblings the sets beside the named one whose journals are used too
   */
  record Origin(ElementChain base, List<BackupSetElements> siblings) {}

  /**
   * Finds the origin of a restore to a transaction; empty when there is none. Whether the journals
   * hold all that the transaction saw since then is not looked at.
   *
   * @param sequence the transaction's commit
   * @param journalId the journal that holds it
   */
  Optional<Origin> origin(long sequence, UUID journalId) throws IOException {
    Optional<ElementChain> own = bases.newestBefore(sequence, journalId);
    if (own.isPresent()) {
      return Optional.of(new Origin(own.get(), List.of()));
    }
    readSiblings();
    return siblingBases
        .newestBefore(sequence, journalId)
        .map(base -> new Origin(base, siblings.sets()));
  }

  private void readSiblings() throws IOException {
    if (siblings == null) {
      siblings = SiblingSets.of(backups);
      siblingBases = new RestoreBases(siblings.sets());
    }
  }

  /** Those whose commits lead from an origin to the transactions after it, in commit order. */
  List<BackupSetElements.Element> journals(Origin origin) throws IOException {
    List<BackupSetElements.Element> journals = new ArrayList<>();
    for (BackupSetElements sibling : origin.siblings()) {
      journals.addAll(sibling.journals());
    }
    journals.addAll(backups.journals());
    // copies go on across sets, so that the sequence of the last commit puts them in order
    journals.sort(Comparator.comparingLong(element -> element.state().endSequence()));
    return journals;
  }

  /** Why a transaction has no origin. */
  RestoreException noOrigin(long transactionId) throws IOException {
    readSiblings();
    return new RestoreException(
        ("Transaction %d was committed before the end of a full hot copy into backup set %s:"
                + " the backup set before this one has to lie beside it%s")
            .formatted(transactionId, backups.directory(), siblings.unreadableText()));
  }
}
