package io.nuodb.backup.simulator.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * An archive in the making, of atoms that lie elsewhere and commits that are added to them. Until
 * it is completed it is of no use: nothing is flushed, and there is no journal. Changes are
 * collected and go to the atoms in the order of their keys, so that an atom is written once for
 * many of them; atoms without changes are copied last. Not thread-safe.
 */
public final class OfflineArchive {
  /** So sorted, changes need few atoms in memory at a time. */
  private static final long ATOM_CACHE_BYTES = 8L << 20;

  private static final double WRITE_SHARE = 0.5;

  /** What a change takes in memory besides its value. */
  private static final int CHANGE_BYTES = 160;

  private final Path archive;
  private final ArchiveState base;
  private final BaseAtoms atoms;
  private final long changeBytes;
  private final SpilledAtoms spill;
  private final Tables tables;
  private final Set<String> knownTables;

  /** The newest changes by table and key. */
  private final Map<String, TreeMap<Long, RowChange>> changes = new TreeMap<>();

  /** The atoms that are here already; all others are as they were. */
  private final BitSet written = new BitSet();

  private long collectedBytes;
  private byte[] root;
  private Fingerprints fingerprints;
  private long lastSequence;
  private long lastTransactionId;

  /**
   * Begins an archive.
   *
   * @param archive the directory, empty
   * @param base the state of the atoms
   * @param atoms what commits are added to
   * @param changeBytes memory that collected changes may take
   */
  public OfflineArchive(Path archive, ArchiveState base, BaseAtoms atoms, long changeBytes)
      throws IOException {
    this(archive, base, atoms, changeBytes, StoreSettings.ATOM_BYTES);
  }

  OfflineArchive(Path archive, ArchiveState base, BaseAtoms atoms, long changeBytes, int atomBytes)
      throws IOException {
    this.archive = archive;
    this.base = base;
    this.atoms = atoms;
    this.root = atoms.read(ArchiveLayout.ROOT_ATOM);
    this.changeBytes = changeBytes;
    Directory directory = Directory.decode(root);
    this.spill = new SpilledAtoms(archive.resolve(ArchiveLayout.TEMPORARY_DIRECTORY));
    this.tables = new Tables(this::read, directory, base, ATOM_CACHE_BYTES, atomBytes, spill);
    this.knownTables = new HashSet<>(directory.tables());
    this.fingerprints = atoms.fingerprints();
    this.lastSequence = base.checkpointSequence();
    this.lastTransactionId = base.lastTransactionId();
  }

  private byte[] read(int atomId) throws IOException {
    return written.get(atomId) ? AtomFile.read(archive, atomId) : atoms.read(atomId);
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
      apply(change); // the table stays, even if the row goes
    }
    TreeMap<Long, RowChange> ofTable =
        changes.computeIfAbsent(change.table(), table -> new TreeMap<>());
    int rows = ofTable.size();
    RowChange before = ofTable.put(change.key(), change);
    collectedBytes += valueBytes(change) - (before == null ? 0 : valueBytes(before));
    collectedBytes += (long) (ofTable.size() - rows) * CHANGE_BYTES;
  }

  private static long valueBytes(RowChange change) {
    return change.deletes() ? 0 : change.content().length;
  }

  private void applyChanges() throws IOException {
    for (TreeMap<Long, RowChange> ofTable : changes.values()) {
      for (RowChange change : ofTable.values()) {
        apply(change);
      }
    }
    changes.clear();
    collectedBytes = 0;
  }

  private void apply(RowChange change) throws IOException {
    tables.apply(
        new Commit(
            lastTransactionId, lastSequence, lastSequence - 1, Instant.EPOCH, List.of(change)));
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
        write(image);
      }
    }
    fingerprints = fingerprints.with(images);
    tables.endWriting();
  }

  private void write(AtomImage image) throws IOException {
    Path file = ArchiveLayout.atom(archive, image.atomId());
    Files.createDirectories(file.getParent());
    AtomCatalog.write(file, image.sealed());
    written.set(image.atomId());
  }

  /** Makes an archive of it all, durable on return. */
  public void complete() throws IOException {
    applyChanges();
    writeAtoms();
    spill.delete();
    atoms.copy(atoms.fingerprints().atomIds().filter(this::isUnchanged).toArray(), archive);
    AtomCatalog.write(ArchiveLayout.atom(archive, ArchiveLayout.ROOT_ATOM), root);
    FingerprintFiles.write(archive, fingerprints);
    FileSystemSync.sync(archive);
    base.atCheckpoint(lastSequence, lastTransactionId).write(archive);
  }

  private boolean isUnchanged(int atomId) {
    return atomId != ArchiveLayout.ROOT_ATOM && !written.get(atomId);
  }
}
