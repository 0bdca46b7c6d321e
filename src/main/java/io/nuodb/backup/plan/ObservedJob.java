package io.nuodb.backup.plan;

import io.nuodb.backup.job.JobResult;
import java.time.Instant;
import java.util.Optional;

/**
 * A Job as it was seen.
 *
 * @param endTime empty while it runs
 * @param result what its agent left; empty while it runs, and when nothing readable was left
 */
public record ObservedJob(
    String name, Instant creationTime, Optional<Instant> endTime, Optional<JobResult> result) {
  public boolean running() {
    return endTime.isEmpty();
  }
}
