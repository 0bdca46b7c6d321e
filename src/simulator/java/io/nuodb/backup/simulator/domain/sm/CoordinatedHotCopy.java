package io.nuodb.backup.simulator.domain.sm;

import io.nuodb.backup.simulator.backup.CoordinatedParts;
import io.nuodb.backup.simulator.backup.Coordination;
import io.nuodb.backup.simulator.backup.HotCopyState;
import io.nuodb.backup.simulator.backup.HotCopyStatus;
import io.nuodb.backup.simulator.domain.admin.HotCopyOrder;
import io.nuodb.backup.simulator.domain.http.HttpError;
import io.nuodb.backup.simulator.domain.sm.MemberReport.Action;
import io.nuodb.backup.simulator.domain.sm.MemberReport.Answer;
import io.nuodb.backup.simulator.domain.sm.MemberReport.Progress;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * A hot copy of several archives, as its coordinator sees it. All parts become elements or none,
 * but for one window: when every part is copied the coordinator says so once, and a storage manager
 * that dies before it has moved its part into place leaves the others with theirs. The hot copy has
 * failed then, since its status needs the ends of all parts. When it is the coordinator that dies,
 * its status is gone, and it may have its element while members that did not hear it delete theirs.
 */
final class CoordinatedHotCopy {
  /** The slowest archive may take its time: whoever is silent fails long before. */
  private static final Duration LONGEST_WAIT = Duration.ofDays(7);

  private static final class Member {
    private final int nodeId;

    /** A part that has not begun need not end. */
    private Progress progress = Progress.CANCELLED;

    private Instant lastHeardFrom = Instant.MIN;
    private CompletableFuture<Long> end;
    private boolean copied;

    Member(int nodeId) {
      this.nodeId = nodeId;
    }
  }

  private final int nodeId;
  private final Clock clock;
  private final CoordinatedParts parts;

  /** By archive id. */
  private final Map<Integer, Member> members = new TreeMap<>();

  private String failure;
  private boolean cancelled;
  private volatile boolean over;

  /**
   * @param nodeId the coordinator's
   * @param members the other storage managers' parts
   */
  CoordinatedHotCopy(int nodeId, List<HotCopyOrder.Part> members, Clock clock) {
    this.nodeId = nodeId;
    this.clock = clock;
    members.forEach(part -> this.members.put(part.archiveId(), new Member(part.nodeId())));
    parts = new CoordinatedParts(members.size() + 1, LONGEST_WAIT);
  }

  /** For the coordinator's own part. */
  Coordination own() {
    return new Coordination() {
      @Override
      public long agreeOnEnd(long lastSequence) throws IOException {
        return parts.agreeOnEnd(lastSequence);
      }

      @Override
      public void awaitCopied() throws IOException {
        parts.awaitCopied();
      }

      @Override
      public void fail(String cause) {
        failed(nodeId, cause);
      }

      @Override
      public void cancel() {
        CoordinatedHotCopy.this.cancel();
      }
    };
  }

  /** Hears a member and tells it what to do. */
  synchronized Answer report(int archiveId, MemberReport report) {
    Member reporting = members.get(archiveId);
    if (reporting == null) {
      throw HttpError.notFound("Archive " + archiveId + " takes no part in this hot copy");
    }
    reporting.lastHeardFrom = clock.instant();
    reporting.progress = report.progress();
    switch (report.progress()) {
      case AGREEING -> agree(reporting, report.lastSequence());
      case COPIED -> copied(reporting);
      case FAILED -> failed(reporting.nodeId, report.failure());
      case CANCELLED -> failed(reporting.nodeId, "Hot copy cancelled");
      case COPYING, COMPLETED -> {}
    }
    return answer(reporting);
  }

  private void agree(Member member, long lastSequence) {
    if (member.end == null) {
      member.end = new CompletableFuture<>();
      waiting(() -> member.end.complete(parts.agreeOnEnd(lastSequence)));
    }
  }

  private void copied(Member member) {
    if (!member.copied) {
      member.copied = true;
      waiting(parts::awaitCopied);
    }
  }

  @FunctionalInterface
  private interface Waiting {
    void run() throws IOException;
  }

  /** Waits in the member's place. Why it waited in vain, its next report's answer tells. */
  private static void waiting(Waiting wait) {
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                wait.run();
              } catch (IOException e) {
                System.getLogger(CoordinatedHotCopy.class.getName())
                    .log(System.Logger.Level.DEBUG, "A coordinated hot copy ends", e);
              }
            });
  }

  private Answer answer(Member member) {
    if (parts.isCompleting()) {
      return new Answer(Action.COMPLETE, 0);
    }
    if (isStopped()) {
      return new Answer(Action.CANCEL, 0);
    }
    return member.end != null && member.end.isDone()
        ? new Answer(Action.END, member.end.join())
        : new Answer(Action.GO_ON, 0);
  }

  /** Whether all parts are to be cancelled. */
  synchronized boolean isStopped() {
    return !parts.isCompleting() && (cancelled || failure != null);
  }

  /** Cancels all parts, unless they have been told to complete. */
  synchronized void cancel() {
    if (!parts.isCompleting() && failure == null) {
      cancelled = true;
      parts.cancel();
    }
  }

  /** A member is about to be asked to begin, and may have begun even if its answer is lost. */
  synchronized void asking(HotCopyOrder.Part part) {
    Member member = members.get(part.archiveId());
    member.lastHeardFrom = clock.instant();
    member.progress = Progress.COPYING;
  }

  /** A member refused to begin, or never heard of it. */
  synchronized void hasNotBegun(HotCopyOrder.Part part) {
    members.get(part.archiveId()).progress = Progress.CANCELLED;
  }

  /** The first failure is the hot copy's, and ends all parts that need not complete yet. */
  private synchronized void failed(int failedNodeId, String cause) {
    if (failure == null && !isStopped()) {
      failure = "Node %d: %s".formatted(failedNodeId, cause);
      parts.fail(failure);
    }
  }

  /** Gives up members that have been silent for too long. */
  synchronized void failSilentMembers() {
    Instant oldest = clock.instant().minus(HotCopyMember.SILENCE);
    for (Member member : members.values()) {
      if (!member.progress.isEnd() && member.lastHeardFrom.isBefore(oldest)) {
        member.progress = Progress.FAILED;
        failed(member.nodeId, "Storage manager does not answer");
      }
    }
  }

  synchronized boolean haveMembersEnded() {
    return members.values().stream().allMatch(member -> member.progress.isEnd());
  }

  /** All parts have ended, and nothing changes any more. */
  void over() {
    over = true;
  }

  boolean isOver() {
    return over;
  }

  /**
   * The status of the whole: it runs until every part has ended, and has completed when all have.
   *
   * @param own the status of the coordinator's part
   */
  synchronized HotCopyStatus status(HotCopyStatus own) {
    if (own.state() == HotCopyState.RUNNING) {
      return own;
    }
    if (!haveMembersEnded()) {
      return with(own, HotCopyState.RUNNING, "Stage1: Wait for other storage managers");
    }
    return failure == null ? own : with(own, HotCopyState.FAILED, "Hot copy failed: " + failure);
  }

  private static HotCopyStatus with(HotCopyStatus own, HotCopyState state, String message) {
    return own.with(state, 1, message, Optional.empty());
  }
}
