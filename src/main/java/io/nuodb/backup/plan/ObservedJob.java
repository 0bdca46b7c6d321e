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
 * @param notStarted why no pod of it has run yet, for a person; empty once one has
 * @param endedBecause why the operator ended it before a pod ran
 * @param progress what its agent last told while it ran
 */
public record ObservedJob(
    String name,
    Instant creationTime,
    Optional<Instant> endTime,
    Optional<JobResult> result,
    Optional<String> notStarted,
    Optional<String> endedBecause,
    Optional<JobProgress> progress) {
  /** One of which no more is known than that it runs or how it ended. */
  public ObservedJob(
      String name, Instant creationTime, Optional<Instant> endTime, Optional<JobResult> result) {
    this(name, creationTime, endTime, result, Optional.empty(), Optional.empty(), Optional.empty());
  }

  public boolean running() {
    return endTime.isEmpty();
  }
}
