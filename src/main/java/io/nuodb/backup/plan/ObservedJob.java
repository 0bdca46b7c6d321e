package io.nuodb.backup.plan;

import io.nuodb.backup.job.JobProgress;
import io.nuodb.backup.job.JobResult;
import java.time.Instant;
import java.util.Optional;

/**
 * A Job as it was seen.
 *
 * @param endTime empty while it runs
 * @param result what its agent left; empty while it runs, and when nothing readable was left
 * @param notStarted that none of its present pods has run, and why; empty once one has
 * @param endedBecause why the operator ended it
 * @param neverRan whether it is certain that no pod of it ran
 * @param progress what its agent last told while it ran
 */
public record ObservedJob(
    String name,
    Instant creationTime,
    Optional<Instant> endTime,
    Optional<JobResult> result,
    Optional<NotStarted> notStarted,
    Optional<String> endedBecause,
    boolean neverRan,
    Optional<JobProgress> progress) {
  /**
   * @param message what stands in the way, for a person
   * @param since when its newest pod was made
   * @param firstPod whether that is its first one; an earlier one may have run and be gone
   */
  public record NotStarted(String message, Instant since, boolean firstPod) {}

  /** One of which no more is known than that it runs or how it ended. */
  public ObservedJob(
      String name, Instant creationTime, Optional<Instant> endTime, Optional<JobResult> result) {
    this(
        name,
        creationTime,
        endTime,
        result,
        Optional.empty(),
        Optional.empty(),
        false,
        Optional.empty());
  }

  public boolean running() {
    return endTime.isEmpty();
  }
}
