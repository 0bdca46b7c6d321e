package io.nuodb.backup.agent;

import io.nuodb.backup.job.Cause;
import io.nuodb.backup.nuodb.HotCopyId;
import io.nuodb.backup.nuodb.HotCopyStatus;
import java.nio.file.Path;
import java.util.Map;

/** What an agent does next about its hot copy. */
sealed interface HotCopyStep {
  /**
   * Ask for the hot copy.
   *
   * @param directories by archive id
   */
  record Start(Map<Integer, Path> directories) implements HotCopyStep {}

  /** The hot copy runs: look again later. */
  record Follow(HotCopyStatus status) implements HotCopyStep {}

  /** Look again later; the state is for the log. */
  record Wait(String state) implements HotCopyStep {}

  /** Look again later, since what was seen does not fit together yet; for a limited time. */
  record Settle(String state) implements HotCopyStep {}

  /** Ask for the hot copy to be cancelled, and look again. */
  record Cancel(HotCopyId hotCopy, String state) implements HotCopyStep {}

  /** The hot copy completed and what it made is in its place. */
  record Completed(HotCopyProduct product) implements HotCopyStep {}

  record Failed(Cause cause, String message) implements HotCopyStep {}
}
