package io.nuodb.backup.plan;

import io.nuodb.backup.job.JobProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which hot copies are cancelled now, because the annotation of their BackupSet asks for it. An
 * annotation that names no hot copy into that set which runs does nothing.
 *
 * @param wakeUps when a further attempt is due
 */
record CancellationPlan(List<CancellationLaunch> launches, List<Instant> wakeUps) {
  private static final Duration PAUSE = Duration.ofMinutes(1);

  static CancellationPlan of(PolicyObservation policy, Instant now) {
    var plan = new CancellationPlan(new ArrayList<>(), new ArrayList<>());
    for (ObservedSet set : policy.sets()) {
      set.cancel()
          .flatMap(hotCopyId -> running(policy, set, hotCopyId))
          .ifPresent(progress -> plan.ask(policy, set, progress, now));
    }
    return plan;
  }

  private static Optional<JobProgress> running(
      PolicyObservation policy, ObservedSet set, String hotCopyId) {
    return policy.runs().stream()
        .filter(run -> run.job().running())
        .filter(run -> run.targets().stream().anyMatch(target -> mayWriteTo(set, target)))
        .map(run -> run.job().progress())
        .flatMap(Optional::stream)
        .filter(progress -> hotCopyId.equals(progress.hotCopyId()))
        .filter(progress -> progress.coordinatorStartId() != null)
        .findFirst();
  }

  private static boolean mayWriteTo(ObservedSet set, HotCopyTarget target) {
    return target
        .set()
        .map(set.name()::equals)
        .orElse(target.pod().equals(set.storageManager().pod()));
  }

  private void ask(PolicyObservation policy, ObservedSet set, JobProgress progress, Instant now) {
    Optional<Cancellation> newest =
        policy.cancellations().stream()
            .filter(it -> it.hotCopyId().equals(progress.hotCopyId()))
            .max(Comparator.comparingInt(Cancellation::attempt));
    if (newest.filter(it -> it.job().running()).isPresent()) {
      return;
    }
    Instant due = newest.map(it -> it.job().endTime().orElseThrow().plus(PAUSE)).orElse(now);
    if (due.isAfter(now)) {
      wakeUps.add(due);
      return;
    }
    int attempt = newest.map(Cancellation::attempt).orElse(0) + 1;
    String key = String.join("/", policy.uid(), "cancel", progress.hotCopyId(), "" + attempt);
    launches.add(
        new CancellationLaunch(
            JobName.of(policy.name(), "cancel", key),
            set.name(),
            progress.hotCopyId(),
            progress.coordinatorStartId(),
            attempt));
  }
}
