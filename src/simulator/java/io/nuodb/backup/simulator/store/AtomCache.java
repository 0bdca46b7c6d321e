package io.nuodb.backup.simulator.store;

import java.io.IOException;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The atoms in memory. Changed ones stay until a checkpoint has written them or they are taken out,
 * unchanged ones leave when the budget is used up, least recently used first. Not thread-safe.
 */
final class AtomCache {
  private final long budgetBytes;
  private final LinkedHashMap<Integer, Atom> clean = new LinkedHashMap<>(16, 0.75f, true);
  private LinkedHashMap<Integer, Atom> changed = new LinkedHashMap<>();
  private Map<Integer, Atom> writing = Map.of();
  private long cleanBytes;
  private long changedBytes;
  private long writingBytes;

  AtomCache(long budgetBytes) {
    this.budgetBytes = budgetBytes;
  }

  long budgetBytes() {
    return budgetBytes;
  }

  Atom getOrNull(int atomId) {
    Atom atom = changed.get(atomId);
    if (atom == null) {
      atom = writing.get(atomId);
    }
    return atom != null ? atom : clean.get(atomId);
  }

  void addLoaded(Atom atom) {
    clean.put(atom.id(), atom);
    cleanBytes += atom.memoryBytes();
    evict();
  }

  /** Takes an atom out of eviction, before it is changed. */
  void changing(Atom atom) {
    if (changed.putIfAbsent(atom.id(), atom) == null) {
      changedBytes += atom.memoryBytes();
      if (clean.remove(atom.id()) != null) {
        cleanBytes -= atom.memoryBytes();
      }
    }
  }

  /** Accounts for what a change added to or took from an atom's memory. */
  void resized(long bytes) {
    changedBytes += bytes;
  }

  long changedBytes() {
    return changedBytes;
  }

  /** Receives changed atoms that leave memory. */
  @FunctionalInterface
  interface Spill {
    void accept(Atom atom) throws IOException;
  }

  /** Takes out changed atoms, those first changed first, until they take no more than this. */
  void spillChanged(long downToBytes, Spill spill) throws IOException {
    Iterator<Atom> oldest = changed.values().iterator();
    while (changedBytes > downToBytes && oldest.hasNext()) {
      Atom atom = oldest.next();
      spill.accept(atom);
      changedBytes -= atom.memoryBytes();
      oldest.remove();
    }
  }

  /** Gives the changed atoms; until {@link #endWriting} they stay although no longer changed. */
  Collection<Atom> beginWriting() {
    writing = changed;
    writingBytes = changedBytes;
    changed = new LinkedHashMap<>();
    changedBytes = 0;
    return List.copyOf(writing.values());
  }

  void endWriting() {
    for (Atom atom : writing.values()) {
      if (!changed.containsKey(atom.id())) {
        clean.put(atom.id(), atom);
        cleanBytes += atom.memoryBytes();
      }
    }
    writing = Map.of();
    writingBytes = 0;
    evict();
  }

  private void evict() {
    Iterator<Atom> eldest = clean.values().iterator();
    while (cleanBytes + changedBytes + writingBytes > budgetBytes && clean.size() > 1) {
      cleanBytes -= eldest.next().memoryBytes();
      eldest.remove();
    }
  }
}
