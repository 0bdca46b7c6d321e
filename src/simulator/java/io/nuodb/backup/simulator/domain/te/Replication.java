package io.nuodb.backup.simulator.domain.te;

import io.nuodb.backup.simulator.domain.http.HttpError;
import io.nuodb.backup.simulator.domain.replication.CommitBatch;
import io.nuodb.backup.simulator.domain.replication.MembershipChange;
import io.nuodb.backup.simulator.domain.replication.StorageManagerReport;
import io.nuodb.backup.simulator.domain.te.Session.Member;
import io.nuodb.backup.simulator.store.Commit;
import io.nuodb.backup.simulator.store.Membership;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Keeps the RUNNING storage managers equal. A change of the members is durable on all that remain
 * before any further commit counts, so that later everybody knows who holds all commits. Not thread
 * safe: one thread orders everything.
 */
final class Replication {
  private static final System.Logger LOG = System.getLogger(Replication.class.getName());

  private final MemberCalls calls;
  private volatile Session session;

  Replication(MemberCalls calls) {
    this.calls = calls;
  }

  /** The current session; may be read from any thread. */
  Optional<Session> session() {
    return Optional.ofNullable(session);
  }

  /**
   * Starts a session with the leaders once all witnesses have recorded it; else there is none. The
   * leaders record it last: an archive must not hold a membership without a witness that has not
   * agreed, for it could lead with that later.
   */
  void form(Formation.Form formation) {
    StorageManagerReport leader = formation.leaders().getFirst();
    long epoch =
        1 + formation.witnesses().stream().mapToLong(w -> w.membership().epoch()).max().orElse(0);
    Session formed =
        new Session(UUID.randomUUID(), epoch, members(formation.leaders()), leader.lastSequence());
    List<StorageManagerReport> leadersLast = new ArrayList<>(formation.witnesses());
    leadersLast.removeAll(formation.leaders());
    leadersLast.addAll(formation.leaders());
    for (StorageManagerReport witness : leadersLast) {
      try {
        calls.record(member(witness), change(formed, witness));
      } catch (IOException | HttpError e) {
        LOG.log(Level.INFO, "Archive {0} did not agree: {1}", witness.archiveUid(), e.toString());
        return;
      }
    }
    session = formed;
    LOG.log(Level.INFO, "RUNNING: {0}", formed.membership());
  }

  /** Returns when every member has journaled the commits; false when no member is left. */
  boolean journal(List<Commit> commits) throws InterruptedException {
    Session before = session;
    long lastSequence = commits.getLast().sequence();
    List<Member> journaled =
        calls.journal(before.members().values(), new CommitBatch(before.id(), commits));
    session = before.withLastSequence(lastSequence);
    if (journaled.size() < before.members().size()) {
      continueWith(journaled);
    }
    return session != null;
  }

  /** Goes on without a storage manager that restarted or left. */
  void exclude(Member member) throws InterruptedException {
    continueWith(
        session.members().values().stream().filter(other -> !other.equals(member)).toList());
  }

  /**
   * Adds a storage manager, which copies what still differs meanwhile. The caller holds commits
   * back for as long as this takes.
   *
   * @param source the member to copy from
   * @throws IOException when the storage manager did not do its part; the session goes on without
   */
  void join(StorageManagerReport candidate, Member source)
      throws IOException, InterruptedException {
    Member joining = member(candidate);
    StorageManagerReport synced = calls.finalPass(joining, source.url());
    SortedMap<String, Member> members = new TreeMap<>(session.members());
    members.put(joining.archiveUid(), joining);
    long epoch = 1 + Math.max(session.epoch(), synced.membership().epoch());
    Session next = session.withMembers(epoch, members);
    // The joining one first: if this fails, nothing has changed for the others.
    calls.record(joining, change(next, synced));
    record(next, session.members().values());
  }

  /** Shrinks the session until all that remain have recorded the same membership. */
  private void continueWith(List<Member> remaining) throws InterruptedException {
    if (remaining.isEmpty()) {
      LOG.log(Level.WARNING, "No storage manager is RUNNING");
      session = null;
      return;
    }
    record(session.withMembers(session.epoch() + 1, byArchive(remaining)), remaining);
  }

  /**
   * @param recording the members that still have to record the new session's membership
   */
  private void record(Session next, Collection<Member> recording) throws InterruptedException {
    MembershipChange change =
        new MembershipChange(next.id(), next.membership(), session.epoch(), session.lastSequence());
    List<Member> recorded = calls.record(recording, change);
    session = next;
    LOG.log(Level.INFO, "RUNNING: {0}", next.membership());
    if (recorded.size() < recording.size()) {
      List<Member> lost = recording.stream().filter(member -> !recorded.contains(member)).toList();
      continueWith(
          next.members().values().stream().filter(member -> !lost.contains(member)).toList());
    }
  }

  private static MembershipChange change(Session next, StorageManagerReport report) {
    Membership now = report.membership();
    return new MembershipChange(next.id(), next.membership(), now.epoch(), report.lastSequence());
  }

  private static Member member(StorageManagerReport report) {
    return new Member(report.archiveUid(), report.startId(), report.url());
  }

  private static SortedMap<String, Member> members(List<StorageManagerReport> reports) {
    return byArchive(reports.stream().map(Replication::member).toList());
  }

  private static SortedMap<String, Member> byArchive(List<Member> members) {
    SortedMap<String, Member> byArchive = new TreeMap<>();
    members.forEach(member -> byArchive.put(member.archiveUid(), member));
    return byArchive;
  }
}
