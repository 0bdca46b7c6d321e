package io.nuodb.backup.agent;

import io.nuodb.backup.job.Cause;
import io.nuodb.backup.nuodb.ArchiveCopy;
import io.nuodb.backup.nuodb.HotCopyId;
import io.nuodb.backup.nuodb.HotCopyStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

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

  /** How many sets are asked for when the engine refuses the one that seems to be the newest. */
  static final int SETS = 2;

  private final HotCopyTask task;
  private final EngineTexts texts;
  private final HotCopyMemory memory;
  private final Observation seen;
  private final Optional<HotCopyProduct> product;

  private HotCopyDecision(
      HotCopyTask task, EngineTexts texts, HotCopyMemory memory, Observation seen) {
    this.task = task;
    this.texts = texts;
    this.memory = memory;
    this.seen = seen;
    this.product = VolumeSearch.onVolume(task, memory.hotCopy(), seen.volume());
  }

  static HotCopyStep decide(
      HotCopyTask task, EngineTexts texts, HotCopyMemory memory, Observation seen) {
    HotCopyDecision decision = new HotCopyDecision(task, texts, memory, seen);
    return switch (seen.domain()) {
      case Observation.Silent silent -> decision.whenSilent(silent.cause(), silent.reason());
      case Observation.Answered answered ->
          answered
              .hotCopy()
              .map(decision::whenReported)
              .orElseGet(() -> decision.whenUnknown(answered));
    };
  }

  private HotCopyStep whenSilent(Cause cause, String reason) {
    boolean asked = memory.hotCopy().isPresent() || memory.lostAnswers() > 0;
    boolean patient = memory.silentSince().map(since -> within(since, PATIENCE)).orElse(true);
    if (patient || (asked && !task.overdue(seen.now()))) {
      return new HotCopyStep.Wait("waiting for the admin process: " + reason);
    }
    if (product.isPresent()) {
      return new HotCopyStep.Completed(product.get());
    }
    if (memory.refusal().isPresent()) {
      return refused(memory.refusal().get());
    }
    return asked
        ? new HotCopyStep.Failed(
            Cause.HotCopyNotCancelled,
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
              : new HotCopyStep.Failed(texts.failure(status.message()), status.message());
      case CANCELLED ->
          memory.cancellingSince().isPresent() || task.overdue(seen.now())
              ? timedOut()
              : new HotCopyStep.Failed(Cause.HotCopyCancelled, status.message());
    };
  }

  private HotCopyStep whenRunning(HotCopyStatus status) {
    if (!task.overdue(seen.now())) {
      return new HotCopyStep.Follow(status);
    }
    boolean patient = memory.cancellingSince().map(since -> within(since, CANCELLING)).orElse(true);
    return patient
        ? new HotCopyStep.Cancel(
            status.id(), "cancelling at the deadline, " + task.title() + ": " + status.message())
        : new HotCopyStep.Failed(
            Cause.HotCopyNotCancelled, "the hot copy runs on although it was asked to stop");
  }

  private HotCopyStep whenCompleted(HotCopyStatus status) {
    if (product.isPresent()) {
      return new HotCopyStep.Completed(product.get());
    }
    if (task.mounted().isEmpty()) {
      return new HotCopyStep.Completed(new HotCopyProduct.Unseen(status.message()));
    }
    return settle(
        task.title() + " completed, waiting to see it on the volume",
        seen.volume()
            .unreadable()
            .map(HotCopyDecision::unreadable)
            .orElseGet(
                () ->
                    lost(
                        "the engine reports that the hot copy completed, but it is not in "
                            + task.place())));
  }

  private HotCopyStep whenUnknown(Observation.Answered answered) {
    if (product.isPresent()) {
      return new HotCopyStep.Completed(product.get());
    }
    if (seen.volume().unreadable().isPresent()) {
      return settle(
          "waiting for the backup volume to be readable",
          unreadable(seen.volume().unreadable().get()));
    }
    // An admin that misses a storage manager misses its hot copies too.
    boolean complete = task.pods().stream().allMatch(pod -> answered.in(pod).isPresent());
    Duration limit = complete ? SETTLING : PATIENCE;
    if (memory.hotCopy().isPresent()) {
      return settle(
          "the domain has forgotten the hot copy, looking at the volume",
          limit,
          forgotten(memory.hotCopy().get(), answered));
    }
    if (memory.refusal().isPresent()) {
      return whenRefused(memory.refusal().get(), answered);
    }
    Optional<ArchiveCopy> earlier = VolumeSearch.earlierArchive(task, seen.volume());
    if (earlier.isPresent()) {
      return new HotCopyStep.Failed(
          Cause.BackupSetRefused,
          earlier.get().directory() + " holds an archive from before the run");
    }
    if (VolumeSearch.traces(task, seen.volume())) {
      return settle(
          "an earlier request had its effect but no hot copy runs, looking again",
          limit,
          lost("a hot copy into " + task.place() + " began and is gone"));
    }
    if (!task.mayStart()) {
      return settle(
          "no trace of the hot copy, looking again",
          limit,
          lost("neither the domain nor " + task.place() + " knows of the hot copy"));
    }
    if (memory.lostAnswers() > 0) {
      return settle(
          "the answer to the request was lost, looking for its effect", startOrFail(answered));
    }
    return startOrFail(answered);
  }

  private HotCopyStep forgotten(HotCopyId hotCopy, Observation.Answered answered) {
    String seenOnVolume =
        task.mounted().isPresent()
            ? ", and it is not in " + task.place()
            : ", and no volume is mounted to look for it";
    return answered.coordinatorLives(hotCopy)
        ? lost("the storage manager forgot the hot copy" + seenOnVolume)
        : new HotCopyStep.Failed(
            Cause.StorageManagerLost,
            "the storage manager with start id %s ended during the hot copy%s"
                .formatted(hotCopy.coordinatorStartId(), seenOnVolume));
  }

  /**
   * A full hot copy may have initialised a newer set between the look at the volume and the
   * request. Only that set may be asked for, and only once.
   */
  private HotCopyStep whenRefused(Refusal refusal, Observation.Answered answered) {
    boolean mayChange =
        refusal.cause() == Cause.BackupSetRefused
            && task.targets().getFirst().destination() instanceof Destination.NewestSet
            && memory.refusedSets().size() < SETS;
    if (!mayChange) {
      return refused(refusal, answered.rivals());
    }
    return seen.volume().newestSet().filter(memory.refusedSets()::contains).isPresent()
        ? settle("looking for a newer set: " + refusal.message(), refused(refusal))
        : startOrFail(answered);
  }

  private HotCopyStep startOrFail(Observation.Answered answered) {
    if (memory.lostAnswers() >= ATTEMPTS) {
      return new HotCopyStep.Failed(
          Cause.AdminUnreachable,
          ATTEMPTS + " requests for the hot copy had no answer and no effect");
    }
    if (task.overdue(seen.now())) {
      return new HotCopyStep.Failed(
          Cause.HotCopyTimedOut, "the deadline passed before the hot copy could be started");
    }
    return switch (HotCopyStart.of(task, answered, seen.volume())) {
      case HotCopyStart.Ready(Map<Integer, Path> directories) -> new HotCopyStep.Start(directories);
      case HotCopyStart.Missing(Duration limit, HotCopyStep.Failed failure) ->
          settle("waiting: " + failure.message(), limit, failure);
    };
  }

  private HotCopyStep settle(String state, HotCopyStep then) {
    return settle(state, SETTLING, then);
  }

  private HotCopyStep settle(String state, Duration limit, HotCopyStep then) {
    boolean settling = memory.unsettledSince().map(since -> within(since, limit)).orElse(true);
    return settling ? new HotCopyStep.Settle(state) : then;
  }

  private static HotCopyStep refused(Refusal refusal) {
    return new HotCopyStep.Failed(refusal.cause(), refusal.message());
  }

  /** Names what a request ran into, where it still runs. */
  private static HotCopyStep refused(Refusal refusal, List<HotCopyStatus> rivals) {
    if (refusal.cause() != Cause.HotCopyContention || rivals.isEmpty()) {
      return refused(refusal);
    }
    String running =
        rivals.stream()
            .map(
                rival ->
                    "%s into %s".formatted(rival.id().hotCopyId(), rival.destinationDirectory()))
            .collect(Collectors.joining(", "));
    return new HotCopyStep.Failed(
        refusal.cause(), "%s; running: %s".formatted(refusal.message(), running));
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
