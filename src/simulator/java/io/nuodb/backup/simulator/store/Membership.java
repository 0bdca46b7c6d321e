package io.nuodb.backup.simulator.store;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which storage managers took part in the last commits, so that after a failure of all of them the
 * domain knows whose archive is the newest.
 *
 * @param epoch grows with every change of the members; 0 before the first
 * @param members names of the storage managers that were RUNNING
 */
public record Membership(long epoch, SortedSet<String> members) {
  /** The membership of an archive that no domain has used yet. */
  public static final Membership NONE = new Membership(0, new TreeSet<>());

  public Membership {
    members = Collections.unmodifiableSortedSet(new TreeSet<>(members));
  }
}
