package io.nuodb.backup.simulator.domain.te;

import io.nuodb.backup.simulator.store.Membership;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * The storage managers that journal every commit of this transaction engine: the RUNNING ones.
 *
 * @param members by archive UUID
 * @param lastSequence of the last commit that all members hold
 */
record Session(UUID id, long epoch, SortedMap<String, Member> members, long lastSequence) {
  /**
   * @param startId of the storage manager, which changes when it restarts
   */
  record Member(String archiveUid, int startId, String url) {}

  Session {
    members = new TreeMap<>(members);
  }

  Membership membership() {
    return new Membership(epoch, new TreeSet<>(members.keySet()));
  }

  Session withLastSequence(long sequence) {
    return new Session(id, epoch, members, sequence);
  }

  Session withMembers(long newEpoch, Map<String, Member> newMembers) {
    return new Session(id, newEpoch, new TreeMap<>(newMembers), lastSequence);
  }
}
