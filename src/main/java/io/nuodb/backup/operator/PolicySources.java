package io.nuodb.backup.operator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.nuodb.backup.api.Api;
import io.nuodb.backup.api.BackupPolicy;
import io.nuodb.backup.api.BackupPolicySpec;
import io.nuodb.backup.api.BackupSet;
import io.nuodb.backup.plan.PolicyObservation;
import io.nuodb.backup.plan.Unit;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What is watched for policies, and what of it concerns one policy. */
final class PolicySources {
  private final InformerEventSource<Job, BackupPolicy> jobs;
  private final InformerEventSource<Pod, BackupPolicy> jobPods;
  private final InformerEventSource<Pod, BackupPolicy> storageManagers;
  private final InformerEventSource<BackupSet, BackupPolicy> sets;
  private final JobObserver observer;

  PolicySources(EventSourceContext<BackupPolicy> context, OperatorConfig config) {
    observer = new JobObserver(context.getClient());
    jobs =
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(Job.class, BackupPolicy.class)
                .withName("policy-jobs")
                .withNamespacesInheritedFromController()
                .withLabelSelector(ours(Api.POLICY_LABEL))
                .withItemStore(Caches.pruned())
                .withSecondaryToPrimaryMapper(PolicySources::labelledPolicy)
                .build(),
            context);
    jobPods =
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(Pod.class, BackupPolicy.class)
                .withName("policy-job-pods")
                .withNamespacesInheritedFromController()
                .withLabelSelector(ours(Api.POLICY_LABEL))
                .withItemStore(Caches.pruned())
                .withSecondaryToPrimaryMapper(PolicySources::labelledPolicy)
                // A Job's end is the event; its pods are only read then.
                .withGenericFilter(_ -> false)
                .build(),
            context);
    storageManagers =
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(Pod.class, BackupPolicy.class)
                .withName("storage-managers")
                .withNamespacesInheritedFromController()
                .withLabelSelector(config.storageManagerSelector())
                .withItemStore(Caches.pruned())
                .withSecondaryToPrimaryMapper(pod -> selectingPolicies(context, pod))
                .build(),
            context);
    sets =
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(BackupSet.class, BackupPolicy.class)
                .withName("backup-sets")
                .withNamespacesInheritedFromController()
                .withItemStore(Caches.pruned())
                .withSecondaryToPrimaryMapper(
                    set ->
                        Set.of(
                            new ResourceID(
                                set.getSpec().policyRef().name(),
                                set.getMetadata().getNamespace())))
                .build(),
            context);
  }

  List<EventSource<?, BackupPolicy>> all() {
    return List.of(jobs, jobPods, storageManagers, sets);
  }

  InformerEventSource<Job, BackupPolicy> jobs() {
    return jobs;
  }

  InformerEventSource<BackupSet, BackupPolicy> sets() {
    return sets;
  }

  PolicyObservation observe(BackupPolicy policy) {
    String uid = policy.getMetadata().getUid();
    PolicyJobs own =
        PolicyJobs.read(uid, ownJobs(policy), jobPods.getSecondaryResources(policy), observer);
    return new PolicyObservation(
        policy.getMetadata().getName(),
        uid,
        Instant.parse(policy.getMetadata().getCreationTimestamp()),
        policy.getMetadata().getGeneration(),
        policy.getSpec(),
        Optional.ofNullable(policy.getStatus()),
        units(policy),
        own.hotCopies(),
        own.inspections(),
        own.discoveries(),
        sets.getSecondaryResources(policy).stream()
            .map(BackupSets::observe)
            .flatMap(Optional::stream)
            .toList());
  }

  /** Not those of a deleted policy of the same name. */
  Set<Job> ownJobs(BackupPolicy policy) {
    String uid = policy.getMetadata().getUid();
    return jobs.getSecondaryResources(policy).stream()
        .filter(
            job ->
                job.getMetadata().getOwnerReferences().stream()
                    .anyMatch(owner -> owner.getUid().equals(uid)))
        .collect(Collectors.toSet());
  }

  Optional<String> nodeOf(BackupPolicy policy, String pod) {
    return storageManagers
        .get(new ResourceID(pod, policy.getMetadata().getNamespace()))
        .flatMap(StorageManagerPod::node);
  }

  private List<Unit> units(BackupPolicy policy) {
    String root =
        Objects.requireNonNullElse(
            policy.getSpec().backupRoot(), BackupPolicySpec.DEFAULT_BACKUP_ROOT);
    return storageManagers
        .list(policy.getMetadata().getNamespace(), pod -> selects(policy, pod))
        .map(pod -> StorageManagerPod.unit(pod, root))
        .toList();
  }

  private static boolean selects(BackupPolicy policy, Pod pod) {
    return PodSelectors.matches(
        policy.getSpec().storageManagers().selector(), pod.getMetadata().getLabels());
  }

  private static Set<ResourceID> selectingPolicies(
      EventSourceContext<BackupPolicy> context, Pod pod) {
    return context
        .getPrimaryCache()
        .list(
            pod.getMetadata().getNamespace(),
            policy -> selects(policy, pod) || knows(policy, pod.getMetadata().getName()))
        .map(ResourceID::fromResource)
        .collect(Collectors.toSet());
  }

  /** A pod whose labels changed is no longer selected, which its policy must learn. */
  private static boolean knows(BackupPolicy policy, String pod) {
    return policy.getStatus() != null
        && policy.getStatus().storageManagers() != null
        && policy.getStatus().storageManagers().stream().anyMatch(unit -> unit.pod().equals(pod));
  }

  private static Set<ResourceID> labelledPolicy(HasMetadata object) {
    return Set.of(
        new ResourceID(
            object.getMetadata().getLabels().get(Api.POLICY_LABEL),
            object.getMetadata().getNamespace()));
  }

  private static String ours(String ownerLabel) {
    return "%s=%s,%s".formatted(Api.MANAGED_BY_LABEL, Api.MANAGER, ownerLabel);
  }
}
