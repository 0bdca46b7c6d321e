package io.nuodb.backup.simulator.store;

/**
 * The keys that an atom is responsible for.
 *
 * @param atomId the atom
 * @param first the lowest key
 * @param last the highest key, included
 */
record KeyRange(int atomId, long first, long last) {
  boolean contains(long key) {
    return key >= first && key <= last;
  }
}
