package io.nuodb.backup.plan;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A Job to end because no pod of it came to run.
 *
 * @param message why not, for a person
 */
public record Abandonment(String job, String message) {
  static List<Abandonment> of(PolicyObservation policy, List<Instant> wakeUps, Instant now) {
    List<Abandonment> abandonments = new ArrayList<>();
    for (HotCopyRun run : policy.runs()) {
      ObservedJob job = run.job();
      if (!job.running() || job.notStarted().isEmpty() || job.endedBecause().isPresent()) {
        continue;
      }
      Instant until = job.creationTime().plus(policy.pendingAllowance());
      if (until.isAfter(now)) {
        wakeUps.add(until);
      } else {
        abandonments.add(
            new Abandonment(
                job.name(),
                "no pod of Job %s ran within %s: %s"
                    .formatted(
                        job.name(),
                        Durations.format(policy.pendingAllowance()),
                        job.notStarted().get())));
      }
    }
    return abandonments;
  }
}
