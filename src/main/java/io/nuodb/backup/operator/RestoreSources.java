package io.nuodb.backup.operator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.nuodb.backup.api.Api;
import io.nuodb.backup.api.BackupSet;
import io.nuodb.backup.api.RestoreJob;
import io.nuodb.backup.api.RestoreJobSpec;
import io.nuodb.backup.plan.ObservedJob;
import io.nuodb.backup.plan.RestorePlan;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What is watched for restores, and what of it concerns one restore. */
final class RestoreSources {
  private final InformerEventSource<Job, RestoreJob> jobs;
  private final InformerEventSource<Pod, RestoreJob> jobPods;
  private final KubernetesClient client;
  private final JobObserver observer;

  RestoreSources(EventSourceContext<RestoreJob> context, Clock clock) {
    client = context.getClient();
    observer = new JobObserver(client, new HotCopyProgress(client, clock));
    String selector =
        "%s=%s,%s".formatted(Api.MANAGED_BY_LABEL, Api.MANAGER, Api.RESTORE_JOB_LABEL);
    jobs =
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(Job.class, RestoreJob.class)
                .withName("restore-jobs")
                .withNamespacesInheritedFromController()
                .withLabelSelector(selector)
                .withItemStore(Caches.jobs())
                .withInformerListLimit(Caches.PAGE)
                .withSecondaryToPrimaryMapper(RestoreSources::labelledRestore)
                .build(),
            context);
    jobPods =
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(Pod.class, RestoreJob.class)
                .withName("restore-job-pods")
                .withNamespacesInheritedFromController()
                .withLabelSelector(selector)
                .withItemStore(Caches.jobPods())
                .withInformerListLimit(Caches.PAGE)
                .withSecondaryToPrimaryMapper(RestoreSources::labelledRestore)
                // A Job's end is the event; its pods are only read then.
                .withGenericFilter(_ -> false)
                .build(),
            context);
  }

  List<EventSource<?, RestoreJob>> all() {
    return List.of(jobs, jobPods);
  }

  InformerEventSource<Job, RestoreJob> jobs() {
    return jobs;
  }

  Optional<ObservedJob> job(RestoreJob restore) {
    return jobs.get(new ResourceID(RestoreJobs.name(restore), restore.getMetadata().getNamespace()))
        .map(job -> observer.observe(job, jobPods.getSecondaryResources(restore)));
  }

  /** Asks the API server: restores are rare, and a cache of all sets is large. */
  List<RestorePlan.NamedSet> sets(RestoreJob restore) {
    var sets = client.resources(BackupSet.class).inNamespace(restore.getMetadata().getNamespace());
    RestoreJobSpec.Source source = restore.getSpec().source();
    List<BackupSet> found =
        source.backupSetRef() == null
            ? sets.withLabel(Api.POLICY_LABEL, source.policyRef().name()).list().getItems()
            : Stream.ofNullable(sets.withName(source.backupSetRef().name()).get()).toList();
    return found.stream()
        .flatMap(
            set ->
                BackupSets.observe(set).stream()
                    .map(
                        observed ->
                            new RestorePlan.NamedSet(set.getSpec().policyRef().name(), observed)))
        .toList();
  }

  private static Set<ResourceID> labelledRestore(HasMetadata object) {
    return Set.of(
        new ResourceID(
            object.getMetadata().getLabels().get(Api.RESTORE_JOB_LABEL),
            object.getMetadata().getNamespace()));
  }
}
