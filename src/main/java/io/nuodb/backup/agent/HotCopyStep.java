package io.nuodb.backup.agent;

import io.nuodb.backup.job.Cause;
import io.nuodb.backup.nuodb.BackupElement;
import io.nuodb.backup.nuodb.HotCopyId;

/** What an agent does next about its hot copy. */
sealed interface HotCopyStep {
  /** Ask for the hot copy. */
  record Start(int archiveId) implements HotCopyStep {}

  /** Look again later; the state is for the log. */
  record Wait(String state) implements HotCopyStep {}

  /** Look again later, since what was seen does not fit together yet; for a limited time. */
  record Settle(String state) implements HotCopyStep {}

  /** Ask for the hot copy to be cancelled, and look again. */
  record Cancel(HotCopyId hotCopy, String state) implements HotCopyStep {}

  /** The hot copy completed and its element is in the set. */
  record Completed(BackupElement element) implements HotCopyStep {}

  record Failed(Cause cause, String message) implements HotCopyStep {}
}
