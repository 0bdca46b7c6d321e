package io.nuodb.backup.simulator.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/** An archive's rows: the directory, the atoms in memory, and those on disk. Not thread-safe. */
final class Tables implements Closeable {
  /** Share of the cache that changed atoms may take; half of them leave memory then. */
  private static final double SPILL_SHARE = 0.7;

  private final Reader reader;
  private final int atomBytes;
  private final Directory directory;
  private final AtomCache cache;
  private final SpilledAtoms spilled;
  private boolean directoryChanged;

  /** Atoms from this id on are unknown to the directory on disk. */
  private int firstNewAtomId;

  private long lastSequence;
  private long lastTransactionId;

  /** Reads an atom's verified file content. */
  @FunctionalInterface
  interface Reader {
    byte[] read(int atomId) throws IOException;
  }

  /**
   * Begins with what is on disk.
   *
   * @param cacheBytes heap that atoms may take
   * @param atomBytes encoded size above which an atom splits
   * @param spill where changed atoms go that the heap has no room for
   */
  Tables(
      Reader reader,
      Directory directory,
      ArchiveState state,
      long cacheBytes,
      int atomBytes,
      SpilledAtoms spill) {
    this.reader = reader;
    this.spilled = spill;
    this.directory = directory;
    this.firstNewAtomId = directory.nextAtomId();
    this.atomBytes = atomBytes;
    this.cache = new AtomCache(cacheBytes);
    this.lastSequence = state.checkpointSequence();
    this.lastTransactionId = state.lastTransactionId();
  }

  /** Applies the next commit. In a replay an atom may have later ones already: they follow, too. */
  void apply(Commit commit) throws IOException {
    for (RowChange change : commit.changes()) {
      apply(change, commit.sequence());
    }
    lastSequence = commit.sequence();
    lastTransactionId = Math.max(lastTransactionId, commit.transactionId());
  }

  private void apply(RowChange change, long sequence) throws IOException {
    Optional<KeyRange> range = directory.range(change.table(), change.key());
    if (range.isEmpty() && change.deletes()) {
      return;
    }
    Atom atom = range.isPresent() ? load(range.get()) : addTable(change.table());
    changing(atom);
    long before = atom.memoryBytes();
    if (change.deletes()) {
      atom.remove(change.key(), sequence);
    } else {
      atom.put(change.key(), change.content(), sequence);
    }
    cache.resized(atom.memoryBytes() - before);
    if (atom.isLargerThan(atomBytes)) {
      split(atom, change);
    }
    long limit = (long) (cache.budgetBytes() * SPILL_SHARE);
    if (cache.changedBytes() > limit) {
      cache.spillChanged(limit / 2, spilled::add);
    }
  }

  private void changing(Atom atom) {
    cache.changing(atom);
    spilled.remove(atom.id());
  }

  private Atom addTable(String table) {
    Atom atom = Atom.empty(directory.addTable(table), table);
    directoryChanged = true;
    return atom;
  }

  private void split(Atom atom, RowChange change) {
    long before = atom.memoryBytes();
    Atom upper = atom.split(directory.nextAtomId(), change.key());
    cache.resized(atom.memoryBytes() - before);
    changing(upper);
    directory.addRange(change.table(), upper.key(0), upper.id());
    directoryChanged = true;
  }

  private Atom load(KeyRange range) throws IOException {
    Atom atom = cache.getOrNull(range.atomId());
    if (atom == null) {
      Optional<byte[]> changed = spilled.read(range.atomId());
      byte[] sealed = changed.isPresent() ? changed.get() : reader.read(range.atomId());
      atom = Atom.decode(range.atomId(), sealed, range);
      cache.addLoaded(atom);
    }
    return atom;
  }

  Optional<String> row(String table, long key) throws IOException {
    Optional<KeyRange> range = directory.range(table, key);
    if (range.isEmpty()) {
      return Optional.empty();
    }
    return Optional.ofNullable(load(range.get()).valueOrNull(key)).map(Tables::text);
  }

  /** Ascending by key, reading the atoms that are not in the cache. */
  List<Row> rows(String table, long fromKey, int limit) throws IOException {
    List<Row> rows = new ArrayList<>();
    Optional<KeyRange> range = directory.range(table, fromKey);
    long from = fromKey;
    while (range.isPresent()) {
      Atom atom = load(range.get());
      for (int i = atom.indexFrom(from); i < atom.size(); i++) {
        if (rows.size() == limit) {
          return rows;
        }
        rows.add(new Row(atom.key(i), text(atom.value(i))));
      }
      if (range.get().last() == Long.MAX_VALUE) {
        break;
      }
      from = range.get().last() + 1;
      range = directory.range(table, from);
    }
    return rows;
  }

  private static String text(byte[] value) {
    return new String(value, StandardCharsets.UTF_8);
  }

  SortedSet<String> tables() {
    return directory.tables();
  }

  int firstNewAtomId() {
    return firstNewAtomId;
  }

  long lastSequence() {
    return lastSequence;
  }

  long lastTransactionId() {
    return lastTransactionId;
  }

  /** What the atoms changed since {@link #beginWriting} take, or would take, in memory. */
  long changedBytes() {
    return cache.changedBytes() + spilled.changedBytes();
  }

  /** Gives every changed atom as it is now, and regards it as unchanged from now on. */
  List<AtomImage> beginWriting() {
    List<AtomImage> images = new ArrayList<>(spilled.beginWriting(firstNewAtomId));
    for (Atom atom : cache.beginWriting()) {
      images.add(AtomImage.of(atom.id(), atom.id() >= firstNewAtomId, atom.encode()));
    }
    if (directoryChanged) {
      images.add(AtomImage.of(ArchiveLayout.ROOT_ATOM, false, directory.encode(lastSequence)));
      directoryChanged = false;
      firstNewAtomId = directory.nextAtomId();
    }
    return images;
  }

  void endWriting() throws IOException {
    cache.endWriting();
    spilled.endWriting();
  }

  /** Forgets what is changed. */
  @Override
  public void close() throws IOException {
    spilled.delete();
  }
}
