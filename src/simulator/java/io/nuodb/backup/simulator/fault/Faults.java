package io.nuodb.backup.simulator.fault;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Faults of one storage manager that were asked for. The store and the hot copies ask here before
 * they write; nothing else in the simulator knows of faults.
 */
public class Faults {
  /** Nothing is wrong. */
  public static final Faults NONE = new Faults();

  /** Called before a group of commits is journaled: may wait, or find the journal volume full. */
  public void beforeJournalWrite(Path journalFile, int bytes) throws IOException {}

  /**
   * Called before a hot copy writes a file: may wait until the thread is interrupted, which is how
   * a hot copy is cancelled, or find the backup volume full.
   */
  public void beforeBackupWrite(Path file, int bytes) throws IOException {}
}
