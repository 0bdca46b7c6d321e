package io.nuodb.backup.simulator.backup;

import io.nuodb.backup.simulator.store.Fingerprints;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/** Which version of each atom a restore of the element under way would find. */
final class CopiedAtoms {
  private final Fingerprints base;
  private final Map<Integer, Long> copied = new ConcurrentHashMap<>();

  /** Begins with the versions that the set holds already. */
  CopiedAtoms(Fingerprints base) {
    this.base = base;
  }

  void add(int atomId, long fingerprint) {
    copied.put(atomId, fingerprint);
  }

  /** The atoms whose current version a restore would not find. */
  int[] outdated(Fingerprints current) {
    return current
        .atomIds()
        .filter(atomId -> !versionOf(atomId).equals(current.hash(atomId)))
        .toArray();
  }

  private OptionalLong versionOf(int atomId) {
    Long fingerprint = copied.get(atomId);
    return fingerprint == null ? base.hash(atomId) : OptionalLong.of(fingerprint);
  }
}
