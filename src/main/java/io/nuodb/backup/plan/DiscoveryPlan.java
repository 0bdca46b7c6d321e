package io.nuodb.backup.plan;

import io.nuodb.backup.api.BackupPolicySpec;
import io.nuodb.backup.api.BackupPolicyStatus;
import io.nuodb.backup.job.JobResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whether the archives of the selected pods are asked for now. They are asked for again when the
 * database, its admin process or the pods change, and with growing pauses until the answer is
 * complete.
 *
 * @param launch empty when nothing is to be asked now
 * @param newest what the newest attempt at the present selection said, for the status
 * @param result the newest answer's facts, whole or in part
 * @param wakeUp when the next attempt is due
 */
record DiscoveryPlan(
    Optional<DiscoveryLaunch> launch,
    Optional<BackupPolicyStatus.Discovery> newest,
    Optional<JobResult> result,
    Optional<Instant> wakeUp) {
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

  static DiscoveryPlan of(PolicyObservation policy, Instant now) {
    if (policy.storageManagers().isEmpty()) {
      return new DiscoveryPlan(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }
    String selection = selection(policy);
    Optional<Discovery> last =
        policy.discoveries().stream()
            .filter(discovery -> discovery.selection().equals(selection))
            .max(Comparator.comparingInt(Discovery::attempt));
    Optional<JobResult> result = last.flatMap(discovery -> discovery.job().result());
    Optional<BackupPolicyStatus.Discovery> recorded =
        policy
            .status()
            .map(BackupPolicyStatus::discovery)
            .filter(discovery -> discovery.selection().equals(selection));
    Optional<BackupPolicyStatus.Discovery> newest =
        last.filter(discovery -> !discovery.job().running())
            .map(DiscoveryPlan::answer)
            .filter(answer -> recorded.isEmpty() || answer.attempt() >= recorded.get().attempt())
            .or(() -> recorded);
    boolean running = last.filter(discovery -> discovery.job().running()).isPresent();
    if (running || newest.filter(answer -> answer.reason() == null).isPresent()) {
      return new DiscoveryPlan(Optional.empty(), newest, result, Optional.empty());
    }
    int attempt = newest.map(BackupPolicyStatus.Discovery::attempt).orElse(0);
    Instant due =
        newest
            .map(BackupPolicyStatus.Discovery::completionTime)
            .filter(end -> !AheadOfClock.is(end, now))
            .map(end -> end.plus(pause(attempt)))
            .orElse(now);
    if (due.isAfter(now)) {
      return new DiscoveryPlan(Optional.empty(), newest, result, Optional.of(due));
    }
    return new DiscoveryPlan(
        Optional.of(launch(policy, selection, attempt + 1)), newest, result, Optional.empty());
  }

  private static BackupPolicyStatus.Discovery answer(Discovery discovery) {
    Optional<JobResult> result = discovery.job().result();
    String reason = Reason.NoAnswer.name();
    String message = "Job " + discovery.job().name() + " left no answer";
    if (result.isPresent()) {
      boolean succeeded = result.get().succeeded();
      reason = succeeded ? null : result.get().cause().name();
      message = succeeded ? null : result.get().message();
    }
    return new BackupPolicyStatus.Discovery(
        discovery.selection(),
        discovery.attempt(),
        discovery.job().endTime().orElseThrow(),
        reason,
        message);
  }

  private static Duration pause(int attempts) {
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(attempts - 1, 10));
    return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
  }

  /** What the question depends on; other changes of the policy do not ask again. */
  private static String selection(PolicyObservation policy) {
    BackupPolicySpec.Database database = policy.spec().database();
    return JobName.hash(
        policy.storageManagers().stream()
            .sorted(Comparator.comparing(ObservedStorageManager::pod))
            .map(it -> it.pod() + "=" + it.podUid())
            .collect(Collectors.joining(",", database.name() + "/" + database.admin() + "/", "")));
  }

  private static DiscoveryLaunch launch(PolicyObservation policy, String selection, int attempt) {
    String key = String.join("/", policy.uid(), "discover", selection, "" + attempt);
    List<String> pods =
        policy.storageManagers().stream().map(ObservedStorageManager::pod).sorted().toList();
    return new DiscoveryLaunch(
        selection, attempt, JobName.of(policy.name(), "discover", key), pods);
  }
}
