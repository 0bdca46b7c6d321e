package io.nuodb.backup.simulator.backup;

import io.nuodb.backup.simulator.store.Store;
import java.io.Closeable;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The hot copies of one storage manager: which may run beside each other (NuoDB docs, Using Hot
 * Copy Successfully), and their statuses, which are lost with the process.
 */
public final class HotCopies implements Closeable {

  private final Store store;
  private final int nodeId;
  private final Clock clock;
  private final Map<UUID, HotCopyTask> tasks = new LinkedHashMap<>();

  /**
   * Makes hot copies of a store.
   *
   * @param nodeId the storage manager's node id, named in failures
   */
  public HotCopies(Store store, int nodeId, Clock clock) {
    this.store = store;
    this.nodeId = nodeId;
    this.clock = clock;
  }

  /**
   * Starts a hot copy. A full one has created and initialized its backup set on return.
   *
   * @return the status of the running hot copy
   * @throws HotCopyRefusedException with the engine's text, when it may not run or its backup set
   *     does not fit
   */
  public synchronized HotCopyStatus start(HotCopyRequest request) throws HotCopyRefusedException {
    if (tasks.containsKey(request.hotCopyId())) {
      throw new IllegalArgumentException("Hot copy " + request.hotCopyId() + " exists already");
    }
    if (store.needsSync()) {
      throw Refusals.inSync();
    }
    if (tasks.values().stream()
        .anyMatch(task -> task.isRunning() && task.status().type() == request.type())) {
      throw Refusals.onlyOne(request.type());
    }
    HotCopyTarget target =
        switch (request.type()) {
          case FULL -> HotCopyTarget.full(request, store);
          case INCREMENTAL -> HotCopyTarget.incremental(request, store);
        };
    HotCopyTask task = new HotCopyTask(store, nodeId, clock, request, target);
    tasks.put(request.hotCopyId(), task);
    HotCopyStatus begun = task.status();
    task.start();
    return begun;
  }

  /** Returns the statuses of all hot copies of this process, oldest first. */
  public synchronized List<HotCopyStatus> statuses() {
    return tasks.values().stream().map(HotCopyTask::status).toList();
  }

  /** Returns a hot copy's status; empty when this process knows none of that id. */
  public Optional<HotCopyStatus> status(UUID hotCopyId) {
    return task(hotCopyId).map(HotCopyTask::status);
  }

  /**
   * Asks a hot copy to stop and returns its status at once; it becomes cancelled soon after, unless
   * it ends before. What it copied stays in the set's {@code tmp}.
   */
  public Optional<HotCopyStatus> cancel(UUID hotCopyId) {
    Optional<HotCopyTask> task = task(hotCopyId);
    task.ifPresent(HotCopyTask::cancel);
    return task.map(HotCopyTask::status);
  }

  /** Waits for a hot copy's end; returns whether it came in time. An unknown one has ended. */
  public boolean awaitFinished(UUID hotCopyId, Duration timeout) throws InterruptedException {
    Optional<HotCopyTask> task = task(hotCopyId);
    return task.isEmpty() || task.get().awaitFinished(timeout);
  }

  private synchronized Optional<HotCopyTask> task(UUID hotCopyId) {
    return Optional.ofNullable(tasks.get(hotCopyId));
  }

  /** Cancels what runs and waits for its end, so that the store can be closed. */
  @Override
  public synchronized void close() {
    tasks.values().forEach(HotCopyTask::cancel);
    tasks.values().forEach(HotCopyTask::awaitFinished);
  }
}
