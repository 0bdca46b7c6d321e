package io.nuodb.backup.operator;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.nuodb.backup.api.Api;
import io.nuodb.backup.api.BackupPolicy;
import io.nuodb.backup.api.BackupSet;
import io.nuodb.backup.api.BackupSetSpec;
import io.nuodb.backup.plan.ObservedSet;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** BackupSets, made from the Jobs whose full hot copies fill them. */
final class BackupSets {
  private BackupSets() {}

  /** All that it says is in the Job, so that it can be made later or again. */
  static BackupSet of(BackupPolicy policy, Job fullHotCopy) {
    Map<String, String> annotations = fullHotCopy.getMetadata().getAnnotations();
    String place = annotations.get(Api.STORAGE_MANAGER_ANNOTATION);
    var set = new BackupSet();
    set.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(policy.getMetadata().getNamespace())
            .withName(annotations.get(Api.BACKUP_SET_ANNOTATION))
            .addToLabels(Api.MANAGED_BY_LABEL, Api.MANAGER)
            .addToLabels(Api.POLICY_LABEL, policy.getMetadata().getName())
            .addToAnnotations(
                Api.DIRECTORY_ANNOTATION, RecordedSet.fromJson(place).orElseThrow().directory())
            .addToAnnotations(Api.DATABASE_ANNOTATION, policy.getSpec().database().name())
            .addToAnnotations(Api.STORAGE_MANAGER_ANNOTATION, place)
            .addToAnnotations(Api.RUN_KEY_ANNOTATION, annotations.get(Api.RUN_KEY_ANNOTATION))
            .addToAnnotations(Api.HOT_COPY_JOB_ANNOTATION, fullHotCopy.getMetadata().getName())
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
                    Instant.parse(set.getMetadata().getCreationTimestamp()),
                    storageManager,
                    Optional.ofNullable(set.getStatus())));
  }
}
