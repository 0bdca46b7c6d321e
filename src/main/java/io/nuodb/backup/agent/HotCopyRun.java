package io.nuodb.backup.agent;

import io.nuodb.backup.job.Cause;
import io.nuodb.backup.job.JobResult;
import io.nuodb.backup.nuodb.AdminAccessException;
import io.nuodb.backup.nuodb.AdminAccessException.Kind;
import io.nuodb.backup.nuodb.AdminClient;
import io.nuodb.backup.nuodb.AdminException;
import io.nuodb.backup.nuodb.AdminRefusedException;
import io.nuodb.backup.nuodb.AdminUnavailableException;
import io.nuodb.backup.nuodb.HotCopyId;
import io.nuodb.backup.nuodb.HotCopyRequest;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Brings one hot copy to its end, whoever started it: looks, decides, acts, and looks again. Killed
 * at any moment, another run of the same task takes up where the domain and the volume are.
 */
final class HotCopyRun {
  private final HotCopyTask task;
  private final AdminClient admin;
  private final Environment environment;
  private final Progress progress;
  private HotCopyMemory memory = HotCopyMemory.BLANK;

  HotCopyRun(HotCopyTask task, AdminClient admin, Environment environment, Progress progress) {
    this.task = task;
    this.admin = admin;
    this.environment = environment;
    this.progress = progress;
  }

  JobResult toEnd() {
    Path root = task.set().getParent();
    if (root == null || !Files.isDirectory(root)) {
      return Results.failure(Cause.BackupRootNotMounted, root + " is no directory");
    }
    HotCopyObserver observer = new HotCopyObserver(task, admin, environment.clock());
    Backoff backoff = new Backoff();
    while (true) {
      Observation seen = observer.look(memory.hotCopy());
      memory = memory.seen(seen);
      HotCopyStep step = HotCopyDecision.decide(task, memory, seen);
      memory = memory.decided(step, seen.now());
      switch (step) {
        case HotCopyStep.Wait wait -> progress.report(wait.state());
        case HotCopyStep.Settle settle -> progress.report(settle.state());
        case HotCopyStep.Start start -> {
          start(start.archiveId());
          backoff = new Backoff();
        }
        case HotCopyStep.Cancel cancel -> {
          progress.report(cancel.state());
          cancel(cancel.hotCopy());
        }
        case HotCopyStep.Completed completed -> {
          return HotCopyReport.completed(task, memory, seen, completed.element());
        }
        case HotCopyStep.Failed failed -> {
          return HotCopyReport.failed(task, memory, seen, failed);
        }
      }
      environment.pause().sleep(backoff.next());
    }
  }

  private void start(int archiveId) {
    progress.report("starting " + task.title() + " into " + task.set());
    HotCopyRequest request =
        new HotCopyRequest(
            task.database(), task.type(), archiveId, task.set().toString(), task.maxRate());
    try {
      memory = memory.accepted(admin.startHotCopy(request));
    } catch (AdminException e) {
      memory =
          switch (e) {
            // One that may look but not start hot copies is refused for good.
            case AdminAccessException access when access.kind() == Kind.REFUSED ->
                memory.refused(access.getMessage());
            case AdminAccessException _ -> memory;
            case AdminRefusedException refused -> memory.refused(refused.getMessage());
            case AdminUnavailableException lost when lost.mayHaveArrived() -> memory.answerLost();
            case AdminUnavailableException _ -> memory;
          };
      progress.report("the request for the hot copy failed: " + e.getMessage());
    }
  }

  private void cancel(HotCopyId hotCopy) {
    try {
      admin.cancelHotCopy(hotCopy);
    } catch (AdminException e) {
      progress.report("the request to cancel failed: " + e.getMessage());
    }
  }
}
