package io.nuodb.backup.agent;

import io.nuodb.backup.job.Cause;
import io.nuodb.backup.job.JobResult;
import io.nuodb.backup.nuodb.AdminClient;
import io.nuodb.backup.nuodb.AdminException;
import io.nuodb.backup.nuodb.HotCopyId;
import io.nuodb.backup.nuodb.HotCopyRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Brings one hot copy to its end, whoever started it: looks, decides, acts, and looks again. Killed
 * at any moment, another run of the same task takes up where the domain and the volume are.
 */
final class HotCopyRun {
  private final HotCopyTask task;
  private final EngineTexts texts;
  private final AdminClient admin;
  private final Environment environment;
  private final Progress progress;
  private HotCopyMemory memory = HotCopyMemory.BLANK;

  HotCopyRun(
      HotCopyTask task,
      EngineTexts texts,
      AdminClient admin,
      Environment environment,
      Progress progress) {
    this.task = task;
    this.texts = texts;
    this.admin = admin;
    this.environment = environment;
    this.progress = progress;
    task.known().ifPresent(hotCopy -> memory = memory.accepted(hotCopy));
  }

  JobResult toEnd() {
    Optional<Path> unmounted =
        task.mounted()
            .map(target -> target.destination().root())
            .filter(root -> !Files.isDirectory(root));
    if (unmounted.isPresent()) {
      return JobResult.failure(Cause.BackupRootNotMounted, unmounted.get() + " is no directory");
    }
    HotCopyObserver observer = new HotCopyObserver(task, admin, environment.clock());
    HotCopyProgress running = new HotCopyProgress(task, progress, environment.clock());
    Backoff backoff = new Backoff();
    while (true) {
      Observation seen = observer.look(memory.hotCopy());
      memory = memory.seen(seen);
      HotCopyStep step = HotCopyDecision.decide(task, texts, memory, seen);
      memory = memory.decided(step, seen.now());
      switch (step) {
        case HotCopyStep.Wait wait -> progress.report(wait.state());
        case HotCopyStep.Settle settle -> progress.report(settle.state());
        case HotCopyStep.Follow follow -> running.report(follow.status());
        case HotCopyStep.Start start -> {
          start(start.directories());
          backoff = new Backoff();
        }
        case HotCopyStep.Cancel cancel -> {
          progress.report(cancel.state());
          cancel(cancel.hotCopy());
        }
        case HotCopyStep.Completed completed -> {
          return report(seen).completed(completed.product());
        }
        case HotCopyStep.Failed failed -> {
          return report(seen).failed(failed);
        }
      }
      environment.pause().sleep(backoff.next());
    }
  }

  /** An admin process that is silent is not asked for more: that would only take time. */
  private HotCopyReport report(Observation seen) {
    StorageGroups groups =
        seen.domain() instanceof Observation.Answered
            ? StorageGroups.of(admin, task.database())
            : StorageGroups.UNKNOWN;
    return new HotCopyReport(task, memory, seen, groups);
  }

  private void start(Map<Integer, Path> directories) {
    progress.report("starting " + task.title() + " into " + text(directories));
    Map<Integer, String> byArchive = new TreeMap<>();
    directories.forEach((archiveId, path) -> byArchive.put(archiveId, path.toString()));
    HotCopyRequest request =
        new HotCopyRequest(
            task.database(), task.type(), byArchive, task.maxRate(), task.partialStorageGroups());
    try {
      memory = memory.accepted(admin.startHotCopy(request));
    } catch (AdminException e) {
      memory = memory.failed(e, texts, directories.values());
      progress.report("the request for the hot copy failed: " + e.getMessage());
    }
  }

  private static String text(Map<Integer, Path> directories) {
    return directories.values().stream()
        .map(Path::toString)
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private void cancel(HotCopyId hotCopy) {
    try {
      admin.cancelHotCopy(hotCopy);
    } catch (AdminException e) {
      progress.report("the request to cancel failed: " + e.getMessage());
    }
  }
}
