package io.nuodb.backup.agent;

import io.nuodb.backup.job.Cause;
import io.nuodb.backup.nuodb.BackupElement;
import io.nuodb.backup.nuodb.HotCopyStatus;
import io.nuodb.backup.nuodb.HotCopyType;
import io.nuodb.backup.nuodb.StorageManagerProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Decides what to do about a hot copy, from what is seen and remembered. A hot copy is asked for
 * only after a look that found the admin process answering, no trace of this run in the domain and
 * none on the volume; so it does not matter in which pod, or how often, this is asked.
 */
final class HotCopyDecision {
  /**
   * How long the admin process may be silent before there is a hot copy to follow, and how long it
   * may miss the storage manager: a restarted one knows no engine until each has called it again.
   */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  /**
   * How long contradictory sights may last: a network file system shows new directories late, and a
   * request whose answer was lost may still be on its way.
   */
  static final Duration SETTLING = Duration.ofSeconds(30);

  /** How long a hot copy may take to stop once asked to. */
  static final Duration CANCELLING = Duration.ofSeconds(60);

  /** How many requests may stay without an answer and without effect. */
  static final int ATTEMPTS = 3;

  private static final Pattern CONTENTION =
      Pattern.compile("Only one .*hot copy at a time allowed");
  private static final String NO_STORAGE_MANAGER = "No RUNNING SMs found";

  private final HotCopyTask task;
  private final HotCopyMemory memory;
  private final Observation seen;
  private final Optional<BackupElement> element;

  private HotCopyDecision(HotCopyTask task, HotCopyMemory memory, Observation seen) {
    this.task = task;
    this.memory = memory;
    this.seen = seen;
    this.element =
        seen.volume().set().flatMap(set -> HotCopySearch.inSet(task, memory.hotCopy(), set));
  }

  static HotCopyStep decide(HotCopyTask task, HotCopyMemory memory, Observation seen) {
    HotCopyDecision decision = new HotCopyDecision(task, memory, seen);
    return switch (seen.domain()) {
      case Observation.Silent silent -> decision.whenSilent(silent.cause(), silent.reason());
      case Observation.Answered answered ->
          answered
              .hotCopy()
              .map(decision::whenReported)
              .orElseGet(() -> decision.whenUnknown(answered.process()));
    };
  }

  private HotCopyStep whenSilent(Cause cause, String reason) {
    boolean asked = memory.hotCopy().isPresent() || memory.lostAnswers() > 0;
    boolean patient = memory.silentSince().map(since -> within(since, PATIENCE)).orElse(true);
    if (patient || (asked && !task.overdue(seen.now()))) {
      return new HotCopyStep.Wait("waiting for the admin process: " + reason);
    }
    if (element.isPresent()) {
      return new HotCopyStep.Completed(element.get());
    }
    if (memory.refusal().isPresent()) {
      return refused(memory.refusal().get());
    }
    return asked
        ? new HotCopyStep.Failed(
            Cause.HotCopyTimedOut,
            "the deadline passed, and the hot copy could not be cancelled: " + reason)
        : new HotCopyStep.Failed(cause, reason);
  }

  private HotCopyStep whenReported(HotCopyStatus status) {
    return switch (status.state()) {
      case RUNNING -> whenRunning(status);
      case COMPLETED -> whenCompleted(status);
      case FAILED ->
          memory.cancellingSince().isPresent()
              ? timedOut()
              : new HotCopyStep.Failed(Cause.HotCopyFailed, status.message());
      case CANCELLED ->
          memory.cancellingSince().isPresent() || task.overdue(seen.now())
              ? timedOut()
              : new HotCopyStep.Failed(Cause.HotCopyCancelled, status.message());
    };
  }

  private HotCopyStep whenRunning(HotCopyStatus status) {
    String state = task.title() + " runs: " + status.message();
    if (!task.overdue(seen.now())) {
      return new HotCopyStep.Wait(state);
    }
    boolean patient = memory.cancellingSince().map(since -> within(since, CANCELLING)).orElse(true);
    return patient
        ? new HotCopyStep.Cancel(status.id(), "cancelling at the deadline: " + state)
        : new HotCopyStep.Failed(
            Cause.HotCopyTimedOut, "the hot copy runs on although it was asked to stop");
  }

  private HotCopyStep whenCompleted(HotCopyStatus status) {
    if (element.isPresent()) {
      return new HotCopyStep.Completed(element.get());
    }
    return settle(
        task.title() + " completed, waiting for its element on the volume",
        seen.volume()
            .unreadable()
            .map(HotCopyDecision::unreadable)
            .orElseGet(
                () ->
                    lost(
                        "the engine reports that the hot copy completed, but its element is not in "
                            + task.set())));
  }

  private HotCopyStep whenUnknown(Optional<StorageManagerProcess> process) {
    if (element.isPresent()) {
      return new HotCopyStep.Completed(element.get());
    }
    if (seen.volume().unreadable().isPresent()) {
      return settle(
          "waiting for the backup set to be readable",
          unreadable(seen.volume().unreadable().get()));
    }
    // An admin that misses the storage manager misses its hot copies too.
    Duration limit = process.isPresent() ? SETTLING : PATIENCE;
    if (memory.hotCopy().isPresent()) {
      return settle(
          "the domain has forgotten the hot copy, looking at the volume",
          limit,
          lost("the storage manager forgot the hot copy, and its element is not in " + task.set()));
    }
    if (memory.refusal().isPresent()) {
      return refused(memory.refusal().get());
    }
    // A full's directory is its own: where it is initialised, an earlier pod's request did that.
    if (task.type() == HotCopyType.FULL
        && seen.volume().set().filter(set -> !set.complete()).isPresent()) {
      return settle(
          "the set is initialised but no hot copy runs, looking again",
          limit,
          lost("a full hot copy into " + task.set() + " began and is gone"));
    }
    if (!task.mayStart()) {
      return settle(
          "no trace of the hot copy, looking again",
          limit,
          lost("neither the domain nor " + task.set() + " knows of the hot copy"));
    }
    if (memory.lostAnswers() > 0) {
      return settle(
          "the answer to the request was lost, looking for its effect", startOrFail(process));
    }
    return startOrFail(process);
  }

  private HotCopyStep startOrFail(Optional<StorageManagerProcess> process) {
    if (memory.lostAnswers() >= ATTEMPTS) {
      return new HotCopyStep.Failed(
          Cause.AdminUnreachable,
          ATTEMPTS + " requests for the hot copy had no answer and no effect");
    }
    if (task.overdue(seen.now())) {
      return new HotCopyStep.Failed(
          Cause.HotCopyTimedOut, "the deadline passed before the hot copy could be started");
    }
    if (process.isEmpty()) {
      return awaited(
          Cause.ArchiveUnknown,
          "the admin process knows no storage manager of database "
              + task.database()
              + " in "
              + task.pod());
    }
    if (!process.get().running()) {
      return awaited(
          Cause.StorageManagerNotRunning,
          "the storage manager in " + task.pod() + " is " + process.get().state());
    }
    return new HotCopyStep.Start(process.get().archiveId());
  }

  private HotCopyStep awaited(Cause cause, String message) {
    return settle("waiting: " + message, PATIENCE, new HotCopyStep.Failed(cause, message));
  }

  private HotCopyStep settle(String state, HotCopyStep then) {
    return settle(state, SETTLING, then);
  }

  private HotCopyStep settle(String state, Duration limit, HotCopyStep then) {
    boolean settling = memory.unsettledSince().map(since -> within(since, limit)).orElse(true);
    return settling ? new HotCopyStep.Settle(state) : then;
  }

  private static HotCopyStep refused(String message) {
    Cause cause = Cause.HotCopyRefused;
    if (CONTENTION.matcher(message).find()) {
      cause = Cause.HotCopyContention;
    } else if (message.contains(NO_STORAGE_MANAGER)) {
      cause = Cause.StorageManagerNotRunning;
    }
    return new HotCopyStep.Failed(cause, message);
  }

  private static HotCopyStep unreadable(String reason) {
    return new HotCopyStep.Failed(Cause.BackupSetUnreadable, reason);
  }

  private static HotCopyStep lost(String message) {
    return new HotCopyStep.Failed(Cause.HotCopyLost, message);
  }

  private HotCopyStep timedOut() {
    return new HotCopyStep.Failed(
        Cause.HotCopyTimedOut, "the hot copy was cancelled at its deadline " + task.deadline());
  }

  private boolean within(Instant since, Duration limit) {
    return seen.now().isBefore(since.plus(limit));
  }
}
