package io.nuodb.backup.simulator.backup;

import io.nuodb.backup.simulator.store.Store;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A hot copy in its thread, and its status. */
final class HotCopyTask {
  private final HotCopyRequest request;
  private final int nodeId;
  private final Clock clock;
  private final Pacer pacer;
  private final HotCopy hotCopy;
  private final CountDownLatch finished = new CountDownLatch(1);
  private volatile HotCopyStatus status;

  HotCopyTask(
      Store store,
      int nodeId,
      Clock clock,
      HotCopyRequest request,
      HotCopyTarget target,
      Coordination coordination) {
    this.request = request;
    this.nodeId = nodeId;
    this.clock = clock;
    this.pacer = new Pacer(request.maxRateBytesPerSecond());
    Instant begin = now();
    this.status =
        new HotCopyStatus(
            request.hotCopyId(),
            request.type(),
            begin,
            Optional.empty(),
            HotCopyState.RUNNING,
            1,
            "Stage1: Begin",
            request.destination(),
            target.unfinished().data());
    this.hotCopy = new HotCopy(store, clock, request, begin, target, pacer, this::progress);
  }

  void start() {
    Thread.ofPlatform().daemon().name("hot copy " + request.hotCopyId()).start(this::run);
  }

  private void run() {
    try {
      hotCopy.run();
      become(HotCopyState.COMPLETED, 3, "Hot copy successfully completed", Optional.of(now()));
    } catch (HotCopyCancelledException e) {
      become(HotCopyState.CANCELLED, 1, e.getMessage(), Optional.of(now()));
    } catch (IOException e) {
      fail(FailureText.inFile(e, ": File read failed"));
    } catch (RuntimeException | Error e) {
      fail(e.toString());
      throw e;
    } finally {
      finished.countDown();
    }
  }

  private void fail(String cause) {
    String message = "Hot copy failed: Node %d: %s".formatted(nodeId, cause);
    become(HotCopyState.FAILED, 1, message, Optional.empty());
  }

  private void progress(String message) {
    become(HotCopyState.RUNNING, 1, message, Optional.empty());
  }

  private void become(HotCopyState state, int stage, String message, Optional<Instant> endTime) {
    HotCopyStatus before = status;
    status =
        new HotCopyStatus(
            before.hotCopyId(),
            before.type(),
            before.beginTime(),
            endTime,
            state,
            stage,
            message,
            before.backupSetDirectory(),
            before.destinationDirectory());
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }

  HotCopyStatus status() {
    return status;
  }

  boolean isRunning() {
    return status.state() == HotCopyState.RUNNING;
  }

  void cancel() {
    pacer.cancel();
  }

  boolean awaitFinished(Duration timeout) throws InterruptedException {
    return finished.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
  }

  void awaitFinished() {
    boolean interrupted = false;
    while (finished.getCount() > 0) {
      try {
        finished.await();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
