package io.nuodb.backup.operator;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.nuodb.backup.api.Api;
import io.nuodb.backup.job.JobKind;
import io.nuodb.backup.job.JobProgress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How far hot copies are, from the last lines of their agents' logs. Each log is read once in a
 * while only; what was read before is told until then.
 */
final class HotCopyProgress {
  static final Duration PAUSE = Duration.ofSeconds(30);

  /** Those of Jobs that run are read more often. */
  private static final Duration FORGOTTEN = Duration.ofHours(1);

  /** The last line may be a word for a person. */
  private static final int LINES = 5;

  private record Read(Instant time, Optional<JobProgress> progress) {}

  private final KubernetesClient client;
  private final Clock clock;
  private final Map<String, Read> reads = new ConcurrentHashMap<>();

  HotCopyProgress(KubernetesClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  /** Whether the Job's agent tells of it. */
  static boolean isTold(Job job) {
    return JobKind.HOT_COPY.text().equals(job.getMetadata().getLabels().get(Api.JOB_KIND_LABEL))
        && JobObserver.endTime(job).isEmpty();
  }

  /** As it was read last. */
  Optional<JobProgress> of(Job job) {
    return Optional.ofNullable(reads.get(job.getMetadata().getUid())).flatMap(Read::progress);
  }

  /**
   * Reads it anew where the last time is a while ago.
   *
   * @param pods of the Job, which runs
   * @return whether there was something new
   */
  boolean refresh(Job job, Collection<Pod> pods) {
    Instant now = clock.instant();
    Instant created = Instant.parse(job.getMetadata().getCreationTimestamp());
    String uid = job.getMetadata().getUid();
    Read last = reads.getOrDefault(uid, new Read(created, Optional.empty()));
    if (now.isBefore(last.time().plus(PAUSE))) {
      return false;
    }
    Optional<JobProgress> progress =
        pods.stream()
            .filter(pod -> pod.getStatus() != null && "Running".equals(pod.getStatus().getPhase()))
            .findFirst()
            .flatMap(this::read)
            .or(last::progress);
    reads.put(uid, new Read(now, progress));
    reads.values().removeIf(read -> read.time().isBefore(now.minus(FORGOTTEN)));
    return !progress.equals(last.progress());
  }

  private Optional<JobProgress> read(Pod pod) {
    try {
      String log =
          client
              .pods()
              .inNamespace(pod.getMetadata().getNamespace())
              .withName(pod.getMetadata().getName())
              .tailingLines(LINES)
              .getLog();
      List<String> lines = log.lines().toList();
      return lines.reversed().stream()
          .map(JobProgress::fromLine)
          .flatMap(Optional::stream)
          .findFirst();
    } catch (KubernetesClientException e) {
      // Progress is a courtesy: the result does not depend on it.
      return Optional.empty();
    }
  }
}
