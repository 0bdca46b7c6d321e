package io.nuodb.backup.operator;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.nuodb.backup.api.Api;
import io.nuodb.backup.job.JobResult;
import io.nuodb.backup.plan.ObservedJob;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Reads what a Job and its pods say of its work. */
final class JobObserver {
  private static final String JOB_NAME_LABEL = "batch.kubernetes.io/job-name";

  private static final Duration SKEW = Duration.ofSeconds(10);

  private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

  private final KubernetesClient client;
  private final HotCopyProgress progress;

  JobObserver(KubernetesClient client, HotCopyProgress progress) {
    this.client = client;
    this.progress = progress;
  }

  /**
   * @param cachedPods pods of the Job and of others; they may be a moment old
   */
  ObservedJob observe(Job job, Collection<Pod> cachedPods) {
    String name = job.getMetadata().getName();
    Map<String, String> annotations =
        Objects.requireNonNullElse(job.getMetadata().getAnnotations(), Map.of());
    Instant created = startTime(job, annotations);
    Optional<Instant> end = endTime(job);
    List<Pod> pods = podsOf(job, cachedPods);
    Optional<String> endedBecause =
        Optional.ofNullable(annotations.get(Api.ENDED_BECAUSE_ANNOTATION));
    boolean neverRan = annotations.containsKey(Api.NEVER_RAN_ANNOTATION);
    if (end.isEmpty()) {
      return new ObservedJob(
          name,
          created,
          end,
          Optional.empty(),
          PodStart.of(job, pods),
          endedBecause,
          neverRan,
          progress.of(job));
    }
    return new ObservedJob(
        name,
        created,
        end,
        ended(pods) ? result(pods).or(() -> result(podsNow(job))) : result(podsNow(job)),
        Optional.empty(),
        endedBecause,
        neverRan,
        Optional.empty());
  }

  /** By the operator's clock, unless that goes wrong: runs are put in order by it. */
  private static Instant startTime(Job job, Map<String, String> annotations) {
    Instant created = Instant.parse(job.getMetadata().getCreationTimestamp());
    try {
      return Optional.ofNullable(annotations.get(Api.START_TIME_ANNOTATION))
          .map(Instant::parse)
          .filter(start -> Duration.between(start, created).abs().compareTo(SKEW) < 0)
          .orElse(created);
    } catch (DateTimeException _) {
      return created;
    }
  }

  /** Only then is the newest pod's result among them, which counts. */
  private static boolean ended(List<Pod> pods) {
    return pods.stream()
        .max(Comparator.comparing(pod -> pod.getMetadata().getCreationTimestamp()))
        .map(Pod::getStatus)
        .filter(status -> ENDED.contains(status.getPhase()))
        .isPresent();
  }

  /** A Job may be seen to end before its pod is: only the API server's answer counts then. */
  List<Pod> podsNow(Job job) {
    return client
        .pods()
        .inNamespace(job.getMetadata().getNamespace())
        .withLabel(JOB_NAME_LABEL, job.getMetadata().getName())
        .list()
        .getItems();
  }

  static List<Pod> podsOf(Job job, Collection<Pod> pods) {
    return pods.stream().filter(pod -> job.getMetadata().getName().equals(labelOf(pod))).toList();
  }

  private static String labelOf(Pod pod) {
    return pod.getMetadata().getLabels().get(JOB_NAME_LABEL);
  }

  static Optional<Instant> endTime(Job job) {
    if (job.getStatus() == null || job.getStatus().getConditions() == null) {
      return Optional.empty();
    }
    return job.getStatus().getConditions().stream()
        .filter(
            condition ->
                condition.getType().equals("Complete") || condition.getType().equals("Failed"))
        .filter(condition -> condition.getStatus().equals("True"))
        .map(JobCondition::getLastTransitionTime)
        .map(Instant::parse)
        .findFirst();
  }

  /** The newest pod that left a readable result. */
  private static Optional<JobResult> result(List<Pod> pods) {
    return pods.stream()
        .sorted(
            Comparator.comparing((Pod pod) -> pod.getMetadata().getCreationTimestamp()).reversed())
        .map(JobObserver::result)
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** Of the container that failed; of the last one when none did. */
  private static Optional<JobResult> result(Pod pod) {
    if (pod.getStatus() == null) {
      return Optional.empty();
    }
    List<ContainerStateTerminated> ended =
        Stream.concat(
                pod.getStatus().getInitContainerStatuses().stream(),
                pod.getStatus().getContainerStatuses().stream())
            .map(JobObserver::terminated)
            .flatMap(Optional::stream)
            .toList();
    Predicate<ContainerStateTerminated> failed = state -> state.getExitCode() != 0;
    Optional<ContainerStateTerminated> telling = ended.stream().filter(failed).findFirst();
    if (telling.isEmpty()) {
      telling =
          pod.getStatus().getContainerStatuses().stream()
              .map(JobObserver::terminated)
              .flatMap(Optional::stream)
              .findFirst();
    }
    return telling.flatMap(state -> JobResult.fromJson(state.getMessage()));
  }

  private static Optional<ContainerStateTerminated> terminated(ContainerStatus status) {
    return Optional.ofNullable(status.getState()).map(state -> state.getTerminated());
  }
}
