package io.nuodb.backup.plan;

import io.nuodb.backup.api.Condition.Status;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One aspect of an object's state: a condition without its times.
 *
 * @param type of the condition
 * @param reason one CamelCase word
 * @param message for a person; it names times, never ages, so that it stays while they pass
 */
record Aspect(String type, Status status, String reason, String message) {
  private static final int MOST_FINDINGS = 5;

  /**
   * Something that keeps a condition from being True.
   *
   * @param status False, or Unknown
   */
  record Finding(Status status, Reason reason, String message) {
    static final Comparator<Finding> FALSE_FIRST =
        Comparator.comparing(finding -> finding.status() != Status.False);
  }

  /**
   * True with this reason and message where nothing is found; else as the first finding says, those
   * that make it False before others.
   */
  static Aspect of(String type, List<Finding> findings, Reason reason, String message) {
    Optional<Finding> first = findings.stream().min(Finding.FALSE_FIRST);
    return first.isEmpty()
        ? new Aspect(type, Status.True, reason.name(), message)
        : new Aspect(
            type,
            first.get().status(),
            first.get().reason().name(),
            messages(findings, first.get().status()));
  }

  private static String messages(List<Finding> findings, Status status) {
    List<String> all =
        findings.stream()
            .filter(finding -> finding.status() == status)
            .map(Finding::message)
            .distinct()
            .toList();
    String first = all.stream().limit(MOST_FINDINGS).collect(Collectors.joining("; "));
    return all.size() <= MOST_FINDINGS
        ? first
        : first + "; and %d more".formatted(all.size() - MOST_FINDINGS);
  }
}
