package io.nuodb.backup.plan;

import io.nuodb.backup.plan.ObservedJob.NotStarted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A Job to end because its pod does not come to run.
 *
 * @param message why not, for a person
 * @param neverRan whether no earlier pod of the Job can have done anything
 */
public record Abandonment(String job, String message, boolean neverRan) {
  static List<Abandonment> of(PolicyObservation policy, List<Instant> wakeUps, Instant now) {
    List<Abandonment> abandonments = new ArrayList<>();
    Stream.of(
            policy.runs().stream().map(HotCopyRun::job),
            policy.inspections().stream().map(Inspection::job),
            policy.cancellations().stream().map(Cancellation::job))
        .flatMap(jobs -> jobs)
        .filter(job -> job.running() && job.endedBecause().isEmpty())
        .filter(job -> job.notStarted().isPresent())
        .forEach(
            job -> {
              NotStarted pod = job.notStarted().get();
              Instant until = pod.since().plus(policy.pendingAllowance());
              if (until.isAfter(now)) {
                wakeUps.add(until);
              } else {
                abandonments.add(of(policy, job, pod));
              }
            });
    return abandonments;
  }

  private static Abandonment of(PolicyObservation policy, ObservedJob job, NotStarted pod) {
    return new Abandonment(
        job.name(),
        "the pod of Job %s did not run within %s: %s"
            .formatted(job.name(), Durations.format(policy.pendingAllowance()), pod.message()),
        pod.firstPod());
  }
}
