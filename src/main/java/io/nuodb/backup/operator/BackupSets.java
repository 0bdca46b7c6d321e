package io.nuodb.backup.operator;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.nuodb.backup.api.Api;
import io.nuodb.backup.api.BackupPolicy;
import io.nuodb.backup.api.BackupSet;
import io.nuodb.backup.api.BackupSetSpec;
import io.nuodb.backup.api.BackupSetStatus;
import io.nuodb.backup.api.BackupSetStatus.StorageManager;
import io.nuodb.backup.api.HotCopyType;
import io.nuodb.backup.plan.Adoption;
import io.nuodb.backup.plan.ObservedSet;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** BackupSets, made from the Jobs whose full hot copies fill them. */
final class BackupSets {
  private static final Set<String> MAKING_SETS =
      Set.of(HotCopyType.FULL.text(), HotCopyType.SIMPLE.text());

  private BackupSets() {}

  /**
   * Those that the Job's hot copy makes: all that they say is in the Job, so that they can be made
   * later or again.
   */
  static List<BackupSet> madeBy(BackupPolicy policy, Job job) {
    Map<String, String> annotations = job.getMetadata().getAnnotations();
    String type = annotations.get(Api.TYPE_ANNOTATION);
    if (!annotations.containsKey(Api.RUN_KEY_ANNOTATION) || !MAKING_SETS.contains(type)) {
      return List.of();
    }
    return RecordedTargets.fromJson(annotations.get(Api.TARGETS_ANNOTATION))
        .orElse(List.of())
        .stream()
        .map(target -> of(policy, target.backupSet(), target.place(), madeBy(job)))
        .toList();
  }

  private static Map<String, String> madeBy(Job job) {
    Map<String, String> annotations = job.getMetadata().getAnnotations();
    return Map.of(
        Api.TYPE_ANNOTATION,
        annotations.get(Api.TYPE_ANNOTATION),
        Api.RUN_KEY_ANNOTATION,
        annotations.get(Api.RUN_KEY_ANNOTATION),
        Api.HOT_COPY_JOB_ANNOTATION,
        job.getMetadata().getName());
  }

  static BackupSet of(BackupPolicy policy, Adoption adoption) {
    return of(
        policy,
        adoption.name(),
        adoption.place(),
        Map.of(
            Api.TYPE_ANNOTATION,
            HotCopyType.FULL.text(),
            Api.HOT_COPY_JOB_ANNOTATION,
            adoption.hotCopyJob()));
  }

  private static BackupSet of(
      BackupPolicy policy, String name, StorageManager place, Map<String, String> annotations) {
    var set = new BackupSet();
    set.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(policy.getMetadata().getNamespace())
            .withName(name)
            .addToLabels(Api.MANAGED_BY_LABEL, Api.MANAGER)
            .addToLabels(Api.POLICY_LABEL, policy.getMetadata().getName())
            .addToAnnotations(Api.DIRECTORY_ANNOTATION, place.directory())
            .addToAnnotations(Api.DATABASE_ANNOTATION, policy.getSpec().database().name())
            .addToAnnotations(Api.STORAGE_MANAGER_ANNOTATION, RecordedSet.toJson(place))
            .addToAnnotations(annotations)
            .build());
    set.setSpec(
        new BackupSetSpec(new BackupSetSpec.PolicyReference(policy.getMetadata().getName())));
    return set;
  }

  /** Empty for one that no operator made: it has no place on a volume. */
  static Optional<ObservedSet> observe(BackupSet set) {
    Map<String, String> annotations =
        Optional.ofNullable(set.getMetadata().getAnnotations()).orElse(Map.of());
    String hotCopyJob = annotations.get(Api.HOT_COPY_JOB_ANNOTATION);
    if (hotCopyJob == null) {
      return Optional.empty();
    }
    return RecordedSet.fromJson(annotations.get(Api.STORAGE_MANAGER_ANNOTATION))
        .map(
            storageManager ->
                new ObservedSet(
                    set.getMetadata().getName(),
                    set.getMetadata().getGeneration(),
                    hotCopyJob,
                    type(annotations),
                    Instant.parse(set.getMetadata().getCreationTimestamp()),
                    storageManager,
                    Optional.ofNullable(set.getStatus()),
                    Optional.ofNullable(annotations.get(Api.CANCEL_ANNOTATION))));
  }

  private static BackupSetStatus.Type type(Map<String, String> annotations) {
    return HotCopyType.SIMPLE.text().equals(annotations.get(Api.TYPE_ANNOTATION))
        ? BackupSetStatus.Type.Simple
        : BackupSetStatus.Type.Full;
  }
}
