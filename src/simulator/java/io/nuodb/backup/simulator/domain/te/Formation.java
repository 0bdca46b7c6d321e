package io.nuodb.backup.simulator.domain.te;

import io.nuodb.backup.simulator.domain.replication.StorageManagerReport;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Decides, when no storage manager is RUNNING, which may start first. Every acknowledged commit is
 * on all members of the newest membership, so all of them have to be back, and those with the
 * highest sequence lead; all others have to SYNC from them. A stale archive can never lead.
 */
sealed interface Formation {
  /**
   * @param leaders hold every acknowledged commit, at the same last sequence
   * @param witnesses all members of the newest membership, who must agree
   */
  record Form(List<StorageManagerReport> leaders, List<StorageManagerReport> witnesses)
      implements Formation {}

  record Wait(String reason) implements Formation {}

  /**
   * @param candidates what the storage managers that are here report
   * @param databaseHasRun whether the database may have commits that nobody here knows of
   */
  static Formation decide(Collection<StorageManagerReport> candidates, boolean databaseHasRun) {
    long newestEpoch =
        candidates.stream().mapToLong(report -> report.membership().epoch()).max().orElse(0);
    return newestEpoch == 0
        ? foundDatabase(candidates, databaseHasRun)
        : continueDatabase(candidates, newestEpoch);
  }

  private static Formation foundDatabase(
      Collection<StorageManagerReport> candidates, boolean databaseHasRun) {
    if (databaseHasRun) {
      return new Wait(
          "the database has run before: waiting for a storage manager that took part in it");
    }
    return candidates.stream()
        .filter(Predicate.not(StorageManagerReport::needsSync))
        .max(
            Comparator.comparingLong(StorageManagerReport::lastSequence)
                .thenComparing(StorageManagerReport::archiveUid))
        .<Formation>map(founder -> new Form(List.of(founder), List.of(founder)))
        .orElseGet(() -> new Wait("every archive is incomplete, its SYNC was interrupted"));
  }

  private static Formation continueDatabase(
      Collection<StorageManagerReport> candidates, long newestEpoch) {
    Set<String> required =
        candidates.stream()
            .filter(report -> report.membership().epoch() == newestEpoch)
            .flatMap(report -> report.membership().members().stream())
            .collect(Collectors.toCollection(TreeSet::new));
    List<StorageManagerReport> witnesses =
        candidates.stream()
            .filter(report -> required.contains(report.archiveUid()) && !report.needsSync())
            .toList();
    Set<String> missing = new TreeSet<>(required);
    witnesses.forEach(report -> missing.remove(report.archiveUid()));
    if (!missing.isEmpty()) {
      return new Wait(
          "waiting for archives "
              + missing
              + ", which took part in the last commits (membership epoch "
              + newestEpoch
              + ")");
    }
    long lastSequence =
        witnesses.stream().mapToLong(StorageManagerReport::lastSequence).max().orElseThrow();
    List<StorageManagerReport> leaders =
        witnesses.stream().filter(report -> report.lastSequence() == lastSequence).toList();
    return new Form(leaders, witnesses);
  }
}
