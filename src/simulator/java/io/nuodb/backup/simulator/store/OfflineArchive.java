package io.nuodb.backup.simulator.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * An archive that no storage manager uses, while commits are added to it. Until it is completed it
 * is of no use: nothing is flushed, and there is no journal. Changes are collected and go to the
 * atoms in the order of their keys, so that an atom is written once for many of them. Not
 * thread-safe.
 */
public final class OfflineArchive {
  /** So sorted, changes need few atoms in memory at a time. */
  private static final long ATOM_CACHE_BYTES = 8L << 20;

  private static final double WRITE_SHARE = 0.5;

  /** Changes that go to the atoms before it is asked whether to write these. */
  private static final int CHANGES_AT_A_TIME = 500;

  /** What a change takes in memory besides its value. */
  private static final int CHANGE_BYTES = 110;

  private final Path archive;
  private final ArchiveState base;
  private final long changeBytes;
  private final Tables tables;
  private final Set<String> knownTables;

  /** The newest values by table and key; null where the row was deleted. */
  private final Map<String, TreeMap<Long, String>> changes = new TreeMap<>();

  private long collectedBytes;
  private byte[] root;
  private Fingerprints fingerprints;
  private long lastSequence;
  private long lastTransactionId;

  /**
   * Opens an archive whose atoms, but for the root atom, and fingerprints are there.
   *
   * @param archive the directory
   * @param base the state of the atoms
   * @param root the root atom
   * @param changeBytes memory that collected changes may take
   */
  public OfflineArchive(Path archive, ArchiveState base, byte[] root, long changeBytes)
      throws IOException {
    this(archive, base, root, changeBytes, StoreSettings.ATOM_BYTES);
  }

  OfflineArchive(Path archive, ArchiveState base, byte[] root, long changeBytes, int atomBytes)
      throws IOException {
    Directory directory = Directory.decode(root);
    this.archive = archive;
    this.base = base;
    this.root = root;
    this.changeBytes = changeBytes;
    this.tables = new Tables(archive, directory, base, ATOM_CACHE_BYTES, atomBytes);
    this.knownTables = new HashSet<>(directory.tables());
    this.fingerprints = FingerprintFiles.read(archive);
    this.lastSequence = base.checkpointSequence();
    this.lastTransactionId = base.lastTransactionId();
  }

  /** The last commit in the archive, 0 before the first. */
  public long lastSequence() {
    return lastSequence;
  }

  /** Adds a transaction behind the last commit, whatever its own place in the commit order was. */
  public void add(Commit commit) throws IOException {
    lastSequence++;
    lastTransactionId = Math.max(lastTransactionId, commit.transactionId());
    for (RowChange change : commit.changes()) {
      collect(change);
    }
    if (collectedBytes > changeBytes) {
      applyChanges();
    }
  }

  private void collect(RowChange change) throws IOException {
    if (!change.deletes() && knownTables.add(change.table())) {
      apply(List.of(change)); // the table stays, even if the row goes
    }
    TreeMap<Long, String> ofTable =
        changes.computeIfAbsent(change.table(), table -> new TreeMap<>());
    int rows = ofTable.size();
    String before = ofTable.put(change.key(), change.value());
    collectedBytes += valueBytes(change.value()) - valueBytes(before);
    collectedBytes += (long) (ofTable.size() - rows) * CHANGE_BYTES;
  }

  private static long valueBytes(String value) {
    return value == null ? 0 : 2L * value.length();
  }

  private void applyChanges() throws IOException {
    for (Map.Entry<String, TreeMap<Long, String>> ofTable : changes.entrySet()) {
      List<RowChange> next = new ArrayList<>();
      for (Map.Entry<Long, String> row : ofTable.getValue().entrySet()) {
        next.add(new RowChange(ofTable.getKey(), row.getKey(), row.getValue()));
        if (next.size() == CHANGES_AT_A_TIME) {
          apply(next);
          next.clear();
        }
      }
      apply(next);
    }
    changes.clear();
    collectedBytes = 0;
  }

  private void apply(List<RowChange> next) throws IOException {
    tables.apply(
        new Commit(lastTransactionId, lastSequence, lastSequence - 1, Instant.EPOCH, next));
    if (tables.changedBytes() > ATOM_CACHE_BYTES * WRITE_SHARE) {
      writeAtoms();
    }
  }

  private void writeAtoms() throws IOException {
    List<AtomImage> images = tables.beginWriting();
    for (AtomImage image : images) {
      if (image.atomId() == ArchiveLayout.ROOT_ATOM) {
        root = image.sealed();
      } else {
        Path file = ArchiveLayout.atom(archive, image.atomId());
        Files.createDirectories(file.getParent());
        AtomCatalog.write(file, image.sealed());
      }
    }
    fingerprints = fingerprints.with(images);
    tables.endWriting();
  }

  /** Makes an archive of it all, durable on return. */
  public void complete() throws IOException {
    applyChanges();
    writeAtoms();
    AtomCatalog.write(ArchiveLayout.atom(archive, ArchiveLayout.ROOT_ATOM), root);
    FingerprintFiles.write(archive, fingerprints);
    FileSystemSync.sync(archive);
    base.atCheckpoint(lastSequence, lastTransactionId).write(archive);
  }
}
