package io.nuodb.backup.simulator.backup;

import io.nuodb.backup.simulator.store.Fingerprints;
import java.io.IOException;
import java.nio.file.Path;

/** Where a hot copy writes, checked and prepared. */
sealed interface HotCopyTarget permits ElementTarget, SimpleTarget {
  /** The directory that is being written; it becomes {@link #completed} in the end. */
  Path unfinished();

  /** The directory that is there once the hot copy is complete. */
  Path completed();

  /** Where the atoms go. */
  Path data();

  /** Where the journal goes, as an archive's journal directory. */
  Path journal();

  /** The atoms that a restore would find without this hot copy. */
  Fingerprints base();

  /** Writes what has to be known of the copied archive, but for its root atom. */
  void describe(CopiedArchive archive, HotCopyRun run) throws IOException;

  /** Makes everything written so far durable. */
  void sync() throws IOException;

  /** Puts the copy in its place, in one step that is durable on return. */
  void moveIntoPlace() throws IOException;

  /** Deletes what a cancelled hot copy has written. */
  void delete() throws IOException;
}
