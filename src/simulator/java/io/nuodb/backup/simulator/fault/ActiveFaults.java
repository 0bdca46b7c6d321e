package io.nuodb.backup.simulator.fault;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/**
 * Faults of a running storage manager; they can be changed at any time, and go with the process.
 */
public final class ActiveFaults extends Faults {
  private static final String NO_SPACE = "No space left on device";

  private SmFaults faults = SmFaults.NONE;
  private long freeBackupBytes;

  synchronized SmFaults current() {
    return faults;
  }

  /** Replaces all faults. */
  synchronized void set(SmFaults wanted) {
    faults = wanted;
    freeBackupBytes = faults.backupVolumeFull() == null ? 0 : faults.backupVolumeFull();
    notifyAll();
  }

  @Override
  public synchronized void beforeJournalWrite(Path journalFile, int bytes) throws IOException {
    if (Boolean.TRUE.equals(faults.journalVolumeFull())) {
      throw new FileSystemException(journalFile.toString(), null, NO_SPACE);
    }
  }

  @Override
  public void beforeBackupWrite(Path file, int bytes) throws IOException {
    try {
      Thread.sleep(delayMillis());
      awaitNoHang(file);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted before writing " + file);
    }
    takeSpace(file, bytes);
  }

  private synchronized long delayMillis() {
    return faults.slowed() == null ? 0 : faults.slowed();
  }

  private synchronized void awaitNoHang(Path file) throws InterruptedException {
    while (faults.hang() != null && file.toString().contains(faults.hang())) {
      wait();
    }
  }

  private synchronized void takeSpace(Path file, int bytes) throws FileSystemException {
    if (faults.backupVolumeFull() == null) {
      return;
    }
    if (bytes > freeBackupBytes) {
      throw new FileSystemException(file.toString(), null, NO_SPACE);
    }
    freeBackupBytes -= bytes;
  }
}
