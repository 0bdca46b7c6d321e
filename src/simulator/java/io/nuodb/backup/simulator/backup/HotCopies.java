package io.nuodb.backup.simulator.backup;

import io.nuodb.backup.simulator.store.Store;
import java.io.Closeable;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The hot copies of one storage manager. Statuses live here and are lost with the process. */
public final class HotCopies implements Closeable {

  public HotCopies(Store store, int nodeId, Clock clock) {}

  public HotCopyStatus start(HotCopyRequest request) throws HotCopyRefusedException {
    throw new UnsupportedOperationException();
  }

  /** Oldest first, finished ones included. */
  public List<HotCopyStatus> statuses() {
    throw new UnsupportedOperationException();
  }

  public Optional<HotCopyStatus> status(UUID hotCopyId) {
    throw new UnsupportedOperationException();
  }

  /** Asks a hot copy to stop and returns its status then; empty when it is unknown. */
  public Optional<HotCopyStatus> cancel(UUID hotCopyId) {
    throw new UnsupportedOperationException();
  }

  /** Waits until the hot copy no longer runs; returns whether that came about in time. */
  public boolean awaitFinished(UUID hotCopyId, Duration timeout) throws InterruptedException {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
