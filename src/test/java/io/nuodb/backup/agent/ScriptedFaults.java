package io.nuodb.backup.agent;

import io.nuodb.backup.simulator.fault.Faults;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Faults of a storage manager that a test switches on and off. */
final class ScriptedFaults extends Faults {
  private static final CountDownLatch OPEN = new CountDownLatch(0);

  private final AtomicInteger left = new AtomicInteger();
  private volatile CountDownLatch gate = OPEN;
  volatile boolean backupVolumeFull;
  volatile boolean journalVolumeFull;

  /** Lets hot copies wait before they write. */
  void hold() {
    holdAfter(0);
  }

  /** Lets hot copies wait after they have written so many files. */
  void holdAfter(int files) {
    left.set(files);
    gate = new CountDownLatch(1);
  }

  void release() {
    gate.countDown();
  }

  @Override
  public void beforeBackupWrite(Path file, int bytes) throws IOException {
    try {
      if (left.getAndDecrement() <= 0) {
        gate.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
    failWhen(backupVolumeFull, file);
  }

  @Override
  public void beforeJournalWrite(Path journalFile, int bytes) throws IOException {
    failWhen(journalVolumeFull, journalFile);
  }

  private static void failWhen(boolean full, Path file) throws IOException {
    if (full) {
      throw new FileSystemException(file.toString(), null, "No space left on device");
    }
  }
}
