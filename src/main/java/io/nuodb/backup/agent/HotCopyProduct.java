package io.nuodb.backup.agent;

import io.nuodb.backup.nuodb.ArchiveCopy;
import io.nuodb.backup.nuodb.BackupElement;
import io.nuodb.backup.nuodb.BackupSetOnDisk;

/** What a completed hot copy made. */
sealed interface HotCopyProduct {
  /** An element in its place in a backup set. */
  record Element(BackupSetOnDisk set, BackupElement element) implements HotCopyProduct {}

  /** A usable archive. */
  record Archive(ArchiveCopy copy) implements HotCopyProduct {}

  /**
   * Elements on volumes of which none is mounted in the agent's pod.
   *
   * @param message the engine's word on its success
   */
  record Unseen(String message) implements HotCopyProduct {}
}
