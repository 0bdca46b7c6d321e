package io.nuodb.backup.operator;

import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether the pods of a Job came to run, as Kubernetes tells it. */
final class PodStart {
  private PodStart() {}

  /** Why none has run yet, for a person; empty once one has. */
  static Optional<String> trouble(List<Pod> pods) {
    if (pods.stream().anyMatch(PodStart::hasRun)) {
      return Optional.empty();
    }
    return Optional.of(
        pods.stream()
            .map(PodStart::obstacle)
            .flatMap(Optional::stream)
            .findFirst()
            .orElse(pods.isEmpty() ? "it has no pod" : "its pod is being started"));
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
