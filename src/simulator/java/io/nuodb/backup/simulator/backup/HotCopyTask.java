package io.nuodb.backup.simulator.backup;

import io.nuodb.backup.simulator.store.Store;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A hot copy in its thread, and its status. */
final class HotCopyTask {
  /** NuoDB's storage managers end with this text (NuoDB docs, Using Backup Sets). */
  private static final String TARGET_REMOVED =
      "Unable to create archive directory: No such file or directory";

  private static final System.Logger LOG = System.getLogger(HotCopyTask.class.getName());

  private final HotCopyRun hotCopyRun;
  private final int nodeId;
  private final HotCopyTarget target;
  private final HotCopy hotCopy;
  private final Consumer<Exception> ending;
  private final CountDownLatch finished = new CountDownLatch(1);
  private volatile HotCopyStatus status;

  HotCopyTask(
      Store store,
      int nodeId,
      Clock clock,
      HotCopyRequest request,
      PreparedHotCopy prepared,
      Coordination coordination,
      Consumer<Exception> ending) {
    this.nodeId = nodeId;
    this.target = prepared.target();
    this.ending = ending;
    Cancellation cancellation = new Cancellation();
    this.hotCopyRun =
        new HotCopyRun(
            store,
            request,
            clock,
            clock.instant().truncatedTo(ChronoUnit.SECONDS),
            coordination,
            cancellation,
            new Pacer(request.maxRateBytesPerSecond(), cancellation),
            new BackupFiles(store.settings().faults(), cancellation),
            this::progress);
    this.status =
        new HotCopyStatus(
            request.hotCopyId(),
            request.type(),
            hotCopyRun.startTime(),
            Optional.empty(),
            HotCopyState.RUNNING,
            1,
            "Stage1: Begin",
            target.data());
    this.hotCopy = prepared.copying().apply(hotCopyRun);
  }

  void start() {
    Thread.ofPlatform().daemon().name("hot copy " + status.hotCopyId()).start(this::run);
  }

  private void run() {
    try {
      copy();
    } catch (RuntimeException | Error e) {
      fail(e.toString());
      throw e;
    } finally {
      finished.countDown();
    }
  }

  private void copy() {
    try {
      hotCopy.run();
      become(
          HotCopyState.COMPLETED,
          3,
          "Hot copy successfully completed",
          Optional.of(hotCopyRun.now()));
    } catch (HotCopyCancelledException e) {
      hotCopyRun.coordination().cancel();
      deleteTarget();
      become(HotCopyState.CANCELLED, 1, e.getMessage(), Optional.of(hotCopyRun.now()));
    } catch (IOException e) {
      fail(e);
    }
  }

  private void fail(IOException failure) {
    if (isTargetRemoved()) {
      fail(TARGET_REMOVED);
      ending.accept(new IOException(TARGET_REMOVED, failure));
      return;
    }
    fail(FailureText.inFile(failure, ": File read failed"));
    if (hotCopyRun.store().hasFailed()) {
      ending.accept(failure);
    }
  }

  private boolean isTargetRemoved() {
    return !Files.exists(target.unfinished()) && !Files.exists(target.completed());
  }

  private void deleteTarget() {
    try {
      target.delete();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "What a cancelled hot copy has written cannot be deleted", e);
    }
  }

  private void fail(String cause) {
    String message = "Hot copy failed: Node %d: %s".formatted(nodeId, cause);
    become(HotCopyState.FAILED, 1, message, Optional.empty());
    hotCopyRun.coordination().fail(cause);
  }

  private void progress(String message) {
    become(HotCopyState.RUNNING, 1, message, Optional.empty());
  }

  private void become(HotCopyState state, int stage, String message, Optional<Instant> endTime) {
    status = status.with(state, stage, message, endTime);
  }

  HotCopyStatus status() {
    return status;
  }

  boolean isRunning() {
    return status.state() == HotCopyState.RUNNING;
  }

  void cancel() {
    hotCopyRun.cancellation().cancel();
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
