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
import java.util.function.Consumer;

/**
 * The hot copies of one storage manager: which may run beside each other (NuoDB docs, Using Hot
 * Copy Successfully), and the statuses of the newest ones, which are lost with the process.
 */
public final class HotCopies implements Closeable {
  private static final int REMEMBERED = 100;

  private final Store store;
  private final int nodeId;
  private final Clock clock;
  private final int remembered;
  private final Consumer<Exception> ending;
  private final Map<UUID, HotCopyTask> tasks = new LinkedHashMap<>();

  /** Makes hot copies of a store outside a storage manager, which none can end. */
  public HotCopies(Store store, int nodeId, Clock clock) {
    this(store, nodeId, clock, cause -> {});
  }

  /**
   * Makes hot copies of a storage manager's store.
   *
   * @param nodeId the storage manager's node id, named in failures
   * @param ending takes the reason to end the storage manager: the target directory of a running
   *     hot copy was removed or renamed (NuoDB docs, Using Backup Sets), or the store has failed
   */
  public HotCopies(Store store, int nodeId, Clock clock, Consumer<Exception> ending) {
    this(store, nodeId, clock, ending, REMEMBERED);
  }

  HotCopies(Store store, int nodeId, Clock clock, Consumer<Exception> ending, int remembered) {
    this.store = store;
    this.nodeId = nodeId;
    this.clock = clock;
    this.ending = ending;
    this.remembered = remembered;
  }

  /**
   * Starts a hot copy. A full one has created and initialized its backup set on return.
   *
   * @return the status of the running hot copy
   * @throws HotCopyRefusedException with the engine's text, when it may not run or its backup set
   *     does not fit
   */
  public HotCopyStatus start(HotCopyRequest request) throws HotCopyRefusedException {
    return start(request, Coordination.ALONE);
  }

  /** Starts this archive's part of a hot copy of several archives, see {@link #start}. */
  public synchronized HotCopyStatus start(HotCopyRequest request, Coordination coordination)
      throws HotCopyRefusedException {
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
    PreparedHotCopy prepared =
        switch (request.type()) {
          case SIMPLE -> ArchiveHotCopy.to(SimpleTarget.create(request));
          case FULL -> ArchiveHotCopy.to(ElementTarget.full(request, store));
          case INCREMENTAL -> ArchiveHotCopy.to(ElementTarget.incremental(request, store));
          case JOURNAL -> JournalHotCopy.prepare(request, store);
        };
    HotCopyTask task =
        new HotCopyTask(store, nodeId, clock, request, prepared, coordination, ending);
    tasks.put(request.hotCopyId(), task);
    forgetOldest();
    HotCopyStatus begun = task.status();
    task.start();
    return begun;
  }

  private void forgetOldest() {
    List<UUID> finished =
        tasks.entrySet().stream()
            .filter(entry -> !entry.getValue().isRunning())
            .map(Map.Entry::getKey)
            .toList();
    finished.stream().limit(Math.max(0, tasks.size() - remembered)).forEach(tasks::remove);
  }

  /** The newest hot copies of this process, oldest first; one that runs is always among them. */
  public synchronized List<HotCopyStatus> statuses() {
    return tasks.values().stream().map(HotCopyTask::status).toList();
  }

  /** Empty when this process knows no hot copy of that id, or knows it no longer. */
  public Optional<HotCopyStatus> status(UUID hotCopyId) {
    return task(hotCopyId).map(HotCopyTask::status);
  }

  /**
   * Asks a hot copy to stop and returns its status at once; it becomes cancelled soon after, unless
   * it ends before. What it copied is deleted.
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
