package io.nuodb.backup.operator;

import io.nuodb.backup.api.PodSelector;
import io.nuodb.backup.api.PodSelector.Requirement;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Label selectors as Kubernetes defines them, matched against pods that are in a cache already. */
final class PodSelectors {
  private PodSelectors() {}

  static boolean matches(PodSelector selector, Map<String, String> labels) {
    Map<String, String> wanted = Objects.requireNonNullElse(selector.matchLabels(), Map.of());
    List<Requirement> requirements =
        Objects.requireNonNullElse(selector.matchExpressions(), List.of());
    boolean empty = wanted.isEmpty() && requirements.isEmpty();
    return !empty
        && labels.entrySet().containsAll(wanted.entrySet())
        && requirements.stream().allMatch(requirement -> holds(requirement, labels));
  }

  private static boolean holds(Requirement requirement, Map<String, String> labels) {
    String value = labels.get(requirement.key());
    return switch (requirement.operator()) {
      case In -> value != null && requirement.values().contains(value);
      case NotIn -> value == null || !requirement.values().contains(value);
      case Exists -> value != null;
      case DoesNotExist -> value == null;
    };
  }
}
