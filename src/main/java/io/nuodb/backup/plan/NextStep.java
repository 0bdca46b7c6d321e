package io.nuodb.backup.plan;

import io.nuodb.backup.api.HotCopyType;
import io.nuodb.backup.job.Cause;
import java.util.Arrays;
import java.util.function.Predicate;

/** What follows from the reason why a hot copy failed. */
enum NextStep {
  /** Something is in the way that goes away by itself: no failure, tried again. */
  WAIT,
  /** It may go well another time. */
  RETRY,
  /** There is no set that it could go to: a full comes first. */
  FULL_FIRST,
  /** Journal copies are suspended: an incremental comes first (NuoDB docs, Journal Hot Copy). */
  INCREMENTAL_FIRST,
  /** It would go no better, or nobody wants it to. */
  GIVE_UP;

  /**
   * @param reason a cause, or a {@link Reason} where no agent told one
   */
  static NextStep after(HotCopyType type, String reason) {
    Predicate<Cause> named = cause -> cause.name().equals(reason);
    return Arrays.stream(Cause.values())
        .filter(named)
        .findFirst()
        .map(cause -> after(type, cause))
        .orElse(RETRY);
  }

  private static NextStep after(HotCopyType type, Cause cause) {
    boolean needsSet = type == HotCopyType.INCREMENTAL || type == HotCopyType.JOURNAL;
    return switch (cause) {
      case HotCopyContention,
          StorageManagerNotRunning,
          ArchiveUnknown,
          DatabaseNotInitialized,
          AdminUnreachable ->
          WAIT;
      case JournalCopySuspended -> INCREMENTAL_FIRST;
      case BackupSetRefused, BackupSetNotFound, BackupSetUnreadable ->
          needsSet ? FULL_FIRST : RETRY;
      case HotCopyFailed, HotCopyLost, StorageManagerLost -> RETRY;
      default -> GIVE_UP;
    };
  }
}
