package io.nuodb.backup.simulator.backup;

import io.nuodb.backup.simulator.store.Commit;
import io.nuodb.backup.simulator.store.CopiedJournalFile;
import io.nuodb.backup.simulator.store.DamagedFileException;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What {@code nuoarchive restore --report-timestamps} prints: when each transaction in a set's
 * journals was committed, in UTC, and its id, in commit order (NuoDB docs, Using Journal Hot Copy).
 * Listed are those that can be restored from what lies there. One journal file at a time is in
 * memory.
 */
final class TimestampsReport {
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);

  private final BackupSetElements backups;
  private final Restorable restorable;
  private final Map<UUID, CommitRanges> inSet = new HashMap<>();
  private final Map<UUID, CommitRanges> inAllSets = new HashMap<>();
  private final Map<UUID, Long> lastListed = new HashMap<>();
  private final Set<UUID> siblingJournalsRead = new HashSet<>();
  private DamagedFileException damage;
  private ElementChain lastBase;
  private boolean lastBaseHasData;

  TimestampsReport(BackupSetElements backups) {
    this.backups = backups;
    this.restorable = new Restorable(backups);
  }

  /**
   * Prints the report.
   *
   * @throws DamagedFileException naming a damaged file, when everything else has been printed
   */
  void print(PrintWriter out) throws IOException {
    forEachCommit(backups.journals(), (commit, journalId) -> print(commit, journalId, out));
    if (damage != null) {
      throw damage;
    }
  }

  private interface Consumer {
    void accept(Commit commit, UUID journalId) throws IOException;
  }

  private void forEachCommit(List<BackupSetElements.Element> journals, Consumer consumer)
      throws IOException {
    for (BackupSetElements.Element element : journals) {
      if (!element.hasData()) {
        continue;
      }
      for (CopiedJournalFile file : CopiedJournalFile.in(element.layout().data())) {
        for (Commit commit : intactCommits(file)) {
          consumer.accept(commit, file.journalId());
        }
      }
    }
  }

  private List<Commit> intactCommits(CopiedJournalFile file) throws IOException {
    try {
      return file.commits();
    } catch (DamagedFileException e) {
      damage = damage == null ? e : damage;
      return List.of();
    }
  }

  private void print(Commit commit, UUID journalId, PrintWriter out) throws IOException {
    if (commit.sequence() <= lastListed.getOrDefault(journalId, 0L)) {
      return; // copied twice
    }
    lastListed.put(journalId, commit.sequence());
    ranges(inSet, journalId).add(commit.sequence());
    ranges(inAllSets, journalId).add(commit.sequence());
    if (isRestorable(commit, journalId)) {
      out.println(TIMESTAMP.format(commit.commitTime()) + " " + commit.transactionId());
    }
  }

  private boolean isRestorable(Commit commit, UUID journalId) throws IOException {
    Optional<Restorable.Origin> origin = restorable.origin(commit.sequence(), journalId);
    if (origin.isEmpty() || !hasData(origin.get().base())) {
      return false;
    }
    long end = origin.get().base().endSequence();
    return commits(origin.get(), journalId).containsAll(end + 1, commit.snapshotSequence());
  }

  /** The commits that lie where a restore from an origin looks for them. */
  private CommitRanges commits(Restorable.Origin origin, UUID journalId) throws IOException {
    if (origin.siblings().isEmpty()) {
      return ranges(inSet, journalId);
    }
    if (siblingJournalsRead.add(journalId)) {
      readSiblingJournals(origin);
    }
    return ranges(inAllSets, journalId);
  }

  /** Most commits have the base of the one before: its directories are looked at once. */
  private boolean hasData(ElementChain base) {
    if (base != lastBase) {
      lastBase = base;
      lastBaseHasData = base.hasData();
    }
    return lastBaseHasData;
  }

  private void readSiblingJournals(Restorable.Origin origin) throws IOException {
    for (BackupSetElements sibling : origin.siblings()) {
      List<BackupSetElements.Element> needed =
          sibling.journals().stream()
              .filter(journal -> journal.state().endSequence() > origin.base().endSequence())
              .toList();
      forEachCommit(
          needed, (commit, journalId) -> ranges(inAllSets, journalId).add(commit.sequence()));
    }
  }

  private static CommitRanges ranges(Map<UUID, CommitRanges> byJournal, UUID journalId) {
    return byJournal.computeIfAbsent(journalId, id -> new CommitRanges());
  }
}
