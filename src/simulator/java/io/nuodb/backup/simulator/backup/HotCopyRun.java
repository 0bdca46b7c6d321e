package io.nuodb.backup.simulator.backup;

import io.nuodb.backup.simulator.store.Store;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;

/**
 * What a hot copy under way has at hand.
 *
 * @param store what is copied
 * @param request what was asked for
 * @param clock tells when the copy ends
 * @param startTime when the hot copy began, whole seconds
 * @param coordination joins it with the other parts of its command
 * @param cancellation tells when to stop
 * @param pacer is told what was copied
 * @param files writes files
 * @param progress takes the stages' texts
 */
record HotCopyRun(
    Store store,
    HotCopyRequest request,
    Clock clock,
    Instant startTime,
    Coordination coordination,
    Cancellation cancellation,
    Pacer pacer,
    BackupFiles files,
    Consumer<String> progress) {
  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }

  /** Puts the durable copy in its place, together with the other parts of the command. */
  void complete(HotCopyTarget target) throws IOException {
    cancellation.interruptibly(
        () -> {
          coordination.awaitCopied();
          return null;
        });
    target.moveIntoPlace();
  }
}
