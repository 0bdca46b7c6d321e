package io.nuodb.backup.bench;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.nuodb.backup.api.Api;
import io.nuodb.backup.api.BackupSet;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** BackupSets that look as if the operator had made one each day, with its incrementals. */
final class ScaleSets {
  private static final int INCREMENTALS = 6;
  private static final Duration BETWEEN_ELEMENTS = Duration.ofHours(3);

  private ScaleSets() {}

  /** Returns so many sets of a policy, of which the newest, a day old, is open. */
  static List<BackupSet> of(String policy, int count, Instant now) {
    return IntStream.rangeClosed(1, count).mapToObj(age -> ofAge(policy, age, now)).toList();
  }

  /** The claim of its storage manager's backup volume. */
  static String claim(String policy) {
    return "backup-volume-" + policy;
  }

  private static BackupSet ofAge(String policy, int age, Instant now) {
    String name = "%s-%d-days-old".formatted(policy, age);
    Instant full = now.minus(Duration.ofDays(age)).truncatedTo(ChronoUnit.SECONDS);
    BackupSet set =
        Serialization.unmarshal(
            """
            metadata:
              name: %1$s
              namespace: nuodb
              labels: {%2$s: %3$s, %4$s: %5$s}
              annotations:
                %6$s: /var/opt/nuodb/backup/%1$s
                %7$s: demo
                %8$s: run-key-of-%1$s
                %9$s: full-%1$s
                %17$s: full
            spec: {policyRef: {name: %5$s}}
            status:
              observedGeneration: 1
              phase: %10$s
              type: Full
              storageManager:
                pod: %5$s
                archiveId: 0
                archiveUid: archive-of-%5$s
                directory: /var/opt/nuodb/backup/%1$s
                persistentVolumeClaim: %18$s
                volumePath: %1$s
                engineImage: nuodb/nuodb:7.0
                fsGroup: 1000
              setId: %1$s
              collectionId: collection
              databaseId: database
              counts: {full: 1, incremental: %11$d, journal: 0}
              size: "%12$d"
              recoverable: {from: "%13$s", to: "%14$s"}
              elements: [%15$s]
              conditions: [%16$s]
            """
                .formatted(
                    name,
                    Api.MANAGED_BY_LABEL,
                    Api.MANAGER,
                    Api.POLICY_LABEL,
                    policy,
                    Api.DIRECTORY_ANNOTATION,
                    Api.DATABASE_ANNOTATION,
                    Api.RUN_KEY_ANNOTATION,
                    Api.HOT_COPY_JOB_ANNOTATION,
                    age == 1 ? "Open" : "Closed",
                    INCREMENTALS,
                    1000 * (1 + INCREMENTALS),
                    full,
                    end(full, INCREMENTALS),
                    elements(name, full),
                    conditions(full),
                    Api.TYPE_ANNOTATION,
                    claim(policy)),
            BackupSet.class);
    set.getMetadata()
        .getAnnotations()
        .put(
            Api.STORAGE_MANAGER_ANNOTATION, Serialization.asJson(set.getStatus().storageManager()));
    return set;
  }

  private static Instant end(Instant full, int element) {
    return full.plus(BETWEEN_ELEMENTS.multipliedBy(element));
  }

  private static String elements(String set, Instant full) {
    return IntStream.rangeClosed(0, INCREMENTALS)
        .mapToObj(
            i ->
                """
                {name: %1$s, id: %1$s-of-%2$s, type: %3$s, size: "1000",
                 startTime: "%4$s", endTime: "%5$s"}\
                """
                    .formatted(
                        i == 0 ? "full" : i + ".inc",
                        set,
                        i == 0 ? "full" : "incremental",
                        end(full, i).minusSeconds(10),
                        end(full, i)))
        .collect(Collectors.joining(", "));
  }

  private static String conditions(Instant since) {
    return Stream.of("Ready", "Reconciling", "Stalled")
        .map(
            type ->
                """
                {type: %s, status: "%s", observedGeneration: 1, lastTransitionTime: "%s",
                 reason: Complete, message: the set can be restored}\
                """
                    .formatted(type, type.equals("Ready") ? "True" : "False", since))
        .collect(Collectors.joining(", "));
  }
}
