package io.nuodb.backup.operator;

import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.nuodb.backup.plan.ObservedJob.NotStarted;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether the pods of a Job came to run, as Kubernetes tells it. */
final class PodStart {
  /** What comes later than this after the Job is not its first pod. */
  private static final Duration FIRST = Duration.ofMinutes(1);

  private PodStart() {}

  /** That none has run yet; empty once one has. */
  static Optional<NotStarted> of(Job job, List<Pod> pods) {
    if (pods.stream().anyMatch(PodStart::hasRun)) {
      return Optional.empty();
    }
    String message =
        pods.stream()
            .map(PodStart::obstacle)
            .flatMap(Optional::stream)
            .findFirst()
            .orElse(pods.isEmpty() ? "it has no pod" : "its pod is being started");
    Instant created = Instant.parse(job.getMetadata().getCreationTimestamp());
    Instant since =
        pods.stream()
            .map(pod -> Instant.parse(pod.getMetadata().getCreationTimestamp()))
            .max(Instant::compareTo)
            .orElse(created);
    return Optional.of(new NotStarted(message, since, !since.isAfter(created.plus(FIRST))));
  }

  private static boolean hasRun(Pod pod) {
    return containers(pod)
        .map(ContainerStatus::getState)
        .filter(Objects::nonNull)
        .anyMatch(state -> state.getRunning() != null || state.getTerminated() != null);
  }

  private static Optional<String> obstacle(Pod pod) {
    Optional<String> waiting =
        containers(pod)
            .map(ContainerStatus::getState)
            .filter(Objects::nonNull)
            .map(state -> state.getWaiting())
            .filter(Objects::nonNull)
            .filter(state -> state.getMessage() != null)
            .map(PodStart::text)
            .findFirst();
    return waiting.or(
        () ->
            conditions(pod)
                .filter(it -> it.getType().equals("PodScheduled") && it.getStatus().equals("False"))
                .map(it -> "%s: %s".formatted(it.getReason(), it.getMessage()))
                .findFirst());
  }

  private static String text(ContainerStateWaiting state) {
    return "%s: %s".formatted(state.getReason(), state.getMessage());
  }

  private static Stream<PodCondition> conditions(Pod pod) {
    return Stream.ofNullable(pod.getStatus()).map(PodStatus::getConditions).flatMap(List::stream);
  }

  private static Stream<ContainerStatus> containers(Pod pod) {
    return Stream.ofNullable(pod.getStatus())
        .flatMap(
            status ->
                Stream.concat(
                    status.getInitContainerStatuses().stream(),
                    status.getContainerStatuses().stream()));
  }
}
