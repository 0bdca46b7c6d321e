package io.nuodb.backup.simulator.backup;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The states from which a restore to a transaction can begin: the ends of fulls and incrementals.
 */
final class RestoreBases {
  private final List<Base> newestFirst = new ArrayList<>();

  RestoreBases(List<BackupSetElements> sets) {
    for (BackupSetElements set : sets) {
      for (int length = 1; length <= set.elements().size(); length++) {
        newestFirst.add(new Base(new ElementChain(set.elements().subList(0, length))));
      }
    }
    newestFirst.sort(Comparator.comparingLong((Base base) -> base.chain.endSequence()).reversed());
  }

  /**
   * The newest base whose end precedes a commit (NuoDB docs, Using Journal Hot Copy). The commit's
   * journal has to be the one that goes on where the base ends: a SYNC begins another one, and what
   * the archive alone knew before is not in it. A base whose data is missing counts all the same.
   */
  Optional<ElementChain> newestBefore(long sequence, UUID journalId) throws IOException {
    for (Base base : newestFirst) {
      if (base.chain.endSequence() < sequence && base.mayGoOnIn(journalId)) {
        return Optional.of(base.chain);
      }
    }
    return Optional.empty();
  }

  private static final class Base {
    private final ElementChain chain;
    private final boolean hasState;
    private UUID journalId;

    private Base(ElementChain chain) {
      this.chain = chain;
      this.hasState = chain.newest().hasData();
    }

    private boolean mayGoOnIn(UUID journal) throws IOException {
      if (hasState && journalId == null) {
        journalId = chain.state().journalId();
      }
      return !hasState || journalId.equals(journal);
    }
  }
}
