package io.nuodb.backup.operator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.nuodb.backup.api.Api;
import io.nuodb.backup.api.BackupPolicy;
import io.nuodb.backup.api.BackupPolicySpec;
import io.nuodb.backup.api.BackupPolicyStatus.Waiting;
import io.nuodb.backup.api.BackupSet;
import io.nuodb.backup.api.HotCopyType;
import io.nuodb.backup.plan.HotCopySlots;
import io.nuodb.backup.plan.ObservedStorageManager;
import io.nuodb.backup.plan.PolicyObservation;
import io.nuodb.backup.plan.Reason;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What is watched for policies, and what of it concerns one policy. */
final class PolicySources {
  private static final Comparator<BackupPolicy> AGE =
      Comparator.comparing((BackupPolicy policy) -> policy.getMetadata().getCreationTimestamp())
          .thenComparing(policy -> policy.getMetadata().getName());

  private static final String BY_DATABASE = "database";

  private final InformerEventSource<Job, BackupPolicy> jobs;
  private final InformerEventSource<Pod, BackupPolicy> jobPods;
  private final InformerEventSource<Pod, BackupPolicy> storageManagers;
  private final InformerEventSource<BackupSet, BackupPolicy> sets;
  private final IndexerResourceCache<BackupPolicy> policies;
  private final OperatorConfig config;
  private final Clock clock;
  private final HotCopyProgress progress;
  private final JobObserver observer;

  PolicySources(EventSourceContext<BackupPolicy> context, OperatorConfig config, Clock clock) {
    this.config = config;
    policies = context.getPrimaryCache();
    policies.addIndexer(BY_DATABASE, policy -> List.of(database(policy).toString()));
    this.clock = clock;
    progress = new HotCopyProgress(context.getClient(), clock);
    observer = new JobObserver(context.getClient(), progress);
    jobs =
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(Job.class, BackupPolicy.class)
                .withName("policy-jobs")
                .withNamespacesInheritedFromController()
                .withLabelSelector(ours(Api.POLICY_LABEL))
                .withItemStore(Caches.jobs())
                .withInformerListLimit(Caches.PAGE)
                .withSecondaryToPrimaryMapper(PolicySources::labelledPolicy)
                // How many of its pods run is none.
                .withOnUpdateFilter(PolicySources::isNews)
                .build(),
            context);
    jobPods =
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(Pod.class, BackupPolicy.class)
                .withName("policy-job-pods")
                .withNamespacesInheritedFromController()
                .withLabelSelector(ours(Api.POLICY_LABEL))
                .withItemStore(Caches.jobPods())
                .withInformerListLimit(Caches.PAGE)
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
                .withItemStore(Caches.storageManagers())
                .withInformerListLimit(Caches.PAGE)
                // Whose they are is looked up by their labels: an index would be made anew at each
                // change.
                .withPrimaryToSecondaryMapper((BackupPolicy _) -> Set.of())
                .withSecondaryToPrimaryMapper(pod -> selectingPolicies(context, pod))
                .build(),
            context);
    sets =
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(BackupSet.class, BackupPolicy.class)
                .withName("backup-sets")
                .withNamespacesInheritedFromController()
                .withItemStore(Caches.shared())
                .withInformerListLimit(Caches.PAGE)
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
    List<Pod> selected =
        storageManagers
            .list(policy.getMetadata().getNamespace(), pod -> selects(policy, pod))
            .toList();
    PolicyJobs own =
        PolicyJobs.read(uid, ownJobs(policy), jobPods.getSecondaryResources(policy), observer);
    return new PolicyObservation(
        policy.getMetadata().getName(),
        uid,
        Instant.parse(policy.getMetadata().getCreationTimestamp()),
        policy.getMetadata().getGeneration(),
        policy.getSpec(),
        Optional.ofNullable(policy.getStatus()),
        observed(selected, policy),
        own.hotCopies(),
        own.inspections(),
        own.discoveries(),
        own.cancellations(),
        sets.getSecondaryResources(policy).stream()
            .map(BackupSets::observe)
            .flatMap(Optional::stream)
            .toList(),
        rivals(policy, selected),
        slots(policy),
        config.pendingAllowance());
  }

  /** Whether there was something new about hot copies that run. */
  boolean refreshProgress(BackupPolicy policy) {
    Set<Pod> pods = jobPods.getSecondaryResources(policy);
    boolean news = false;
    for (Job job : ownJobs(policy)) {
      if (HotCopyProgress.isTold(job)) {
        news |= progress.refresh(job, JobObserver.podsOf(job, pods));
      }
    }
    return news;
  }

  /** Asks the API server: a cache may not know yet. */
  boolean hasStarted(BackupPolicy policy, String job) {
    return job(policy, job)
        .filter(it -> PodStart.of(it, observer.podsNow(it)).isPresent())
        .isEmpty();
  }

  Optional<Job> job(BackupPolicy policy, String name) {
    return jobs.get(new ResourceID(name, policy.getMetadata().getNamespace()));
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

  Optional<Pod> storageManager(BackupPolicy policy, String pod) {
    return storageManagers.get(new ResourceID(pod, policy.getMetadata().getNamespace()));
  }

  private static List<ObservedStorageManager> observed(List<Pod> pods, BackupPolicy policy) {
    String root =
        Objects.requireNonNullElse(
            policy.getSpec().backupRoot(), BackupPolicySpec.DEFAULT_BACKUP_ROOT);
    Optional<String> zoneLabel =
        Optional.ofNullable(policy.getSpec().storageManagers().redundancy())
            .map(BackupPolicySpec.Redundancy::topologyKey);
    return pods.stream().map(pod -> StorageManagerPod.observe(pod, root, zoneLabel)).toList();
  }

  /** By pod, the oldest of the older policies that select it. */
  private Map<String, String> rivals(BackupPolicy policy, List<Pod> selected) {
    List<BackupPolicy> ofDatabase = policies.byIndex(BY_DATABASE, database(policy).toString());
    Map<String, String> rivals = new TreeMap<>();
    for (Pod pod : selected) {
      ofDatabase.stream()
          .filter(other -> selects(other, pod) && isOlder(other, policy))
          .min(AGE)
          .ifPresent(
              other -> rivals.put(pod.getMetadata().getName(), other.getMetadata().getName()));
    }
    return rivals;
  }

  private static boolean isOlder(BackupPolicy other, BackupPolicy policy) {
    return !other.isMarkedForDeletion() && AGE.compare(other, policy) < 0;
  }

  private static ResourceID database(BackupPolicy policy) {
    return new ResourceID(policy.getSpec().database().name(), policy.getMetadata().getNamespace());
  }

  private HotCopySlots slots(BackupPolicy policy) {
    Map<HotCopyType, Integer> limits = config.limits();
    return limits.isEmpty()
        ? HotCopySlots.UNLIMITED
        : new HotCopySlots(limits, PolicyJobs.running(jobs.list()), waitingOf(policy));
  }

  /** When those runs of other policies were due that wait for a place. */
  private Map<HotCopyType, List<Instant>> waitingOf(BackupPolicy policy) {
    ResourceID self = ResourceID.fromResource(policy);
    return policies
        .list(other -> !ResourceID.fromResource(other).equals(self))
        .map(BackupPolicy::getStatus)
        .filter(status -> status != null && status.waiting() != null)
        .flatMap(status -> status.waiting().stream())
        .filter(it -> Reason.ConcurrencyLimit.name().equals(it.reason()) && it.due() != null)
        // What nobody looks after any more holds up no other.
        .filter(it -> it.until() == null || clock.instant().isBefore(it.until()))
        .collect(
            Collectors.groupingBy(
                Waiting::type, Collectors.mapping(Waiting::due, Collectors.toList())));
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

  private static boolean isNews(Job now, Job before) {
    return !JobObserver.endTime(now).equals(JobObserver.endTime(before))
        || now.isMarkedForDeletion() != before.isMarkedForDeletion()
        || !now.getMetadata().getAnnotations().equals(before.getMetadata().getAnnotations())
        || !now.getMetadata()
            .getOwnerReferences()
            .equals(before.getMetadata().getOwnerReferences());
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
