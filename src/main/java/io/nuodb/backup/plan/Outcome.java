package io.nuodb.backup.plan;

import io.nuodb.backup.job.Cause;
import io.nuodb.backup.job.JobResult;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What became of a hot copy, as far as results tell. Nothing is taken for granted without one. */
public sealed interface Outcome {
  /** The Job is not done. */
  record Running() implements Outcome {}

  /**
   * The Job is done or gone, and no result tells how; inspections go on.
   *
   * @param message why nothing is known
   */
  record Unknown(String message) implements Outcome {}

  /**
   * @param endTime when the Job ended that said so
   */
  record Succeeded(JobResult result, Instant endTime) implements Outcome {}

  /**
   * @param reason a cause or reason in one CamelCase word
   */
  record Failed(String reason, String message, Instant endTime) implements Outcome {}

  /** How often a lost hot copy is inspected before it is given up. */
  int MAX_INSPECTIONS = 5;

  /** After these causes the engine may still be at work on the hot copy. */
  Set<Cause> UNDECIDED_HOT_COPY =
      EnumSet.of(
          Cause.AdminUnreachable,
          Cause.AdminCredentialsUnreadable,
          Cause.AdminTlsFailed,
          Cause.AdminCredentialsRefused,
          Cause.HotCopyNotCancelled);

  /** Only these tell what became of the hot copy, not of the inspection. */
  Set<Cause> DECIDED_INSPECTION =
      EnumSet.of(
          Cause.HotCopyRefused,
          Cause.HotCopyFailed,
          Cause.HotCopyTimedOut,
          Cause.HotCopyCancelled,
          Cause.HotCopyLost,
          Cause.StorageManagerLost,
          Cause.JournalCopySuspended,
          Cause.BackupSetRefused,
          Cause.BackupVolumeFull,
          Cause.BackupSetNotFound,
          Cause.BackupSetUnreadable);

  /** The outcome of a Job that was seen, for the archive whose volume it mounts. */
  static Outcome of(HotCopyRun run, List<Inspection> inspections) {
    return of(run, run.targets().getFirst(), inspections);
  }

  /**
   * The outcome for one archive. A coordinated hot copy fails as a whole; where it succeeded, an
   * inspection reads the volumes that its Job does not mount.
   */
  static Outcome of(HotCopyRun run, HotCopyTarget target, List<Inspection> inspections) {
    ObservedJob job = run.job();
    if (job.running()) {
      return new Running();
    }
    Optional<JobResult> decisive =
        job.result()
            .filter(result -> result.succeeded() || !UNDECIDED_HOT_COPY.contains(result.cause()));
    boolean mounted = target.equals(run.targets().getFirst());
    if (decisive.isPresent() && (mounted || !decisive.get().succeeded())) {
      return decided(decisive.get(), job.endTime().orElseThrow());
    }
    if (job.result().isEmpty() && job.neverRan() && job.endedBecause().isPresent()) {
      return new Failed(
          Reason.PodNotStarted.name(), job.endedBecause().get(), job.endTime().orElseThrow());
    }
    return ofLost(job.name(), target.pod(), job.result(), inspections);
  }

  /** The outcome of a hot copy whose own Job tells nothing. */
  static Outcome ofLost(String hotCopyJob, String pod, List<Inspection> inspections) {
    return ofLost(hotCopyJob, pod, Optional.empty(), inspections);
  }

  private static Outcome ofLost(
      String hotCopyJob, String pod, Optional<JobResult> told, List<Inspection> inspections) {
    Optional<JobResult> undecided = told.filter(result -> !result.succeeded());
    List<Inspection> own =
        inspections.stream()
            .filter(inspection -> inspection.of(hotCopyJob, pod))
            .sorted(Comparator.comparing(Inspection::attempt))
            .toList();
    for (Inspection inspection : own) {
      Optional<JobResult> result =
          inspection
              .job()
              .result()
              .filter(it -> it.succeeded() || DECIDED_INSPECTION.contains(it.cause()));
      if (result.isPresent()) {
        return decided(result.get(), inspection.job().endTime().orElseThrow());
      }
    }
    Optional<JobResult> newest =
        own.reversed().stream()
            .map(inspection -> inspection.job().result())
            .flatMap(Optional::stream)
            .findFirst()
            .or(() -> undecided);
    String known =
        newest
            .map(result -> result.cause() + ": " + result.message())
            .orElse("the hot copy left no result");
    boolean exhausted =
        own.stream().anyMatch(it -> it.attempt() >= MAX_INSPECTIONS && !it.job().running());
    return exhausted
        ? new Failed(
            newest.map(result -> result.cause().name()).orElse(Reason.ResultLost.name()),
            "%s; %d inspections could not tell what became of the hot copy"
                .formatted(known, MAX_INSPECTIONS),
            own.getLast().job().endTime().orElseThrow())
        : new Unknown(known);
  }

  private static Outcome decided(JobResult result, Instant endTime) {
    return result.succeeded()
        ? new Succeeded(result, endTime)
        : new Failed(
            result.cause().name(), Objects.requireNonNullElse(result.message(), ""), endTime);
  }

  default boolean unfinished() {
    return this instanceof Running || this instanceof Unknown;
  }
}
