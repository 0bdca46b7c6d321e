package io.nuodb.backup.simulator.domain.sm;

/**
 * What a member of a coordinated hot copy tells its coordinator, again and again: a report that is
 * lost or repeated does no harm.
 *
 * @param lastSequence the last commit of the member's archive, once it has copied its atoms
 * @param failure why its part failed; null while it has not
 */
record MemberReport(Progress progress, long lastSequence, String failure) {
  /** How far a part has come. */
  enum Progress {
    COPYING,
    /** Waits for the commit at which all end. */
    AGREEING,
    /** Waits until all are copied. */
    COPIED,
    COMPLETED,
    FAILED,
    CANCELLED;

    boolean isEnd() {
      return compareTo(COMPLETED) >= 0;
    }
  }

  /**
   * What the coordinator answers.
   *
   * @param endSequence the commit at which all end, with END
   */
  record Answer(Action action, long endSequence) {}

  /** What a member is to do. */
  enum Action {
    GO_ON,
    END,
    COMPLETE,
    CANCEL
  }
}
