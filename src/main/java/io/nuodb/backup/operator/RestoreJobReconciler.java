package io.nuodb.backup.operator;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.nuodb.backup.api.Api;
import io.nuodb.backup.api.BackupPolicy;
import io.nuodb.backup.api.BackupPolicySpec.Engine;
import io.nuodb.backup.api.BackupSet;
import io.nuodb.backup.api.BackupSetStatus.StorageManager;
import io.nuodb.backup.api.RestoreJob;
import io.nuodb.backup.api.RestoreJobSpec;
import io.nuodb.backup.api.RestoreJobStatus;
import io.nuodb.backup.api.RestoreJobStatus.Phase;
import io.nuodb.backup.plan.ClaimSize;
import io.nuodb.backup.plan.Conditions.State;
import io.nuodb.backup.plan.ObservedJob;
import io.nuodb.backup.plan.Reason;
import io.nuodb.backup.plan.RestorePlan;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Takes a restore from its source's choice to a checked archive on a volume. */
@ControllerConfiguration(
    name = "restorejob",
    generationAwareEventProcessing = true,
    informer = @Informer(itemStore = Caches.Shared.class, informerListLimit = Caches.PAGE))
public class RestoreJobReconciler implements Reconciler<RestoreJob> {
  /** What a restore waits for is noticed by looking again, and no later than this. */
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);

  private final Clock clock;
  private final RestoreJobs restoreJobs;
  private RestoreSources sources;

  public RestoreJobReconciler(OperatorConfig config, Clock clock) {
    this.clock = clock;
    this.restoreJobs = new RestoreJobs(config);
  }

  @Override
  public List<EventSource<?, RestoreJob>> prepareEventSources(
      EventSourceContext<RestoreJob> context) {
    sources = new RestoreSources(context, clock);
    return sources.all();
  }

  @Override
  public UpdateControl<RestoreJob> reconcile(RestoreJob restore, Context<RestoreJob> context) {
    RestoreJobStatus before = restore.getStatus();
    boolean over =
        before != null && (before.phase() == Phase.Completed || before.phase() == Phase.Failed);
    if (over || restore.isMarkedForDeletion()) {
      return UpdateControl.noUpdate();
    }
    var statuses = new RestoreStatuses(restore, clock.instant().truncatedTo(ChronoUnit.SECONDS));
    Optional<ObservedJob> job = sources.job(restore);
    if (job.isEmpty() && Boolean.TRUE.equals(restore.getSpec().suspend())) {
      write(
          restore,
          statuses.pending(
              State.WAITING, Reason.Suspended, "spec.suspend is true: the restore does not start"),
          context);
      return UpdateControl.noUpdate();
    }
    if (before == null || before.resolved() == null) {
      return resolve(restore, statuses, context);
    }
    Optional<BackupSet> set = set(restore, before.resolved(), context.getClient());
    if (job.isEmpty() && set.isEmpty()) {
      write(
          restore,
          statuses.pending(
              State.STALLED,
              Reason.BackupSetNotFound,
              "BackupSet " + before.resolved().backupSet() + " was deleted before its restore"),
          context);
      return UpdateControl.<RestoreJob>noUpdate().rescheduleAfter(LOOK_AGAIN);
    }
    String volumePath =
        Optional.ofNullable(before.volumePath())
            .or(() -> set.map(it -> volumePath(restore, it)))
            .orElse(null);
    if (job.isEmpty()) {
      try {
        start(restore, set.orElseThrow(), volumePath, context);
      } catch (CreationRefusedException e) {
        write(
            restore,
            statuses.pending(State.WAITING, Reason.CreationRefused, e.getMessage()),
            context);
        return UpdateControl.<RestoreJob>noUpdate().rescheduleAfter(LOOK_AGAIN);
      }
    }
    boolean running = job.isEmpty() || job.get().running();
    write(
        restore,
        running ? statuses.running(volumePath) : statuses.ended(job.get(), volumePath),
        context);
    return UpdateControl.noUpdate();
  }

  @Override
  public ErrorStatusUpdateControl<RestoreJob> updateErrorStatus(
      RestoreJob restore, Context<RestoreJob> context, Exception e) {
    return Reschedule.after(restore, e);
  }

  private UpdateControl<RestoreJob> resolve(
      RestoreJob restore, RestoreStatuses statuses, Context<RestoreJob> context) {
    RestoreJobSpec.Source source = restore.getSpec().source();
    boolean policyExists =
        source.policyRef() != null
            && policy(restore, source.policyRef().name(), context).isPresent();
    RestoreJobStatus next =
        switch (RestorePlan.of(source, policyExists, sources.sets(restore))) {
          case RestorePlan.Restore plan -> statuses.resolved(plan);
          case RestorePlan.Wait(Reason reason, String message) ->
              statuses.pending(State.RECONCILING, reason, message);
          case RestorePlan.Refuse(Reason reason, String message) ->
              statuses.pending(State.STALLED, reason, message);
        };
    write(restore, next, context);
    return UpdateControl.<RestoreJob>noUpdate()
        .rescheduleAfter(next.resolved() == null ? LOOK_AGAIN : Duration.ofMillis(1));
  }

  private void start(
      RestoreJob restore, BackupSet set, String volumePath, Context<RestoreJob> context) {
    KubernetesClient client = context.getClient();
    StorageManager place = set.getStatus().storageManager();
    createClaim(restore, set, client);
    Optional<String> node =
        Optional.ofNullable(
                client
                    .pods()
                    .inNamespace(restore.getMetadata().getNamespace())
                    .withName(place.pod())
                    .get())
            .filter(pod -> mounts(pod, place.persistentVolumeClaim()))
            .flatMap(StorageManagerPod::node);
    JobStarter.start(
        restoreJobs.restore(
            restore,
            place,
            restore.getStatus().resolved().elementId(),
            engine(restore, set, context),
            volumePath,
            node),
        context,
        sources.jobs());
  }

  private static Optional<BackupSet> set(
      RestoreJob restore, RestoreJobStatus.Resolved resolved, KubernetesClient client) {
    return Optional.ofNullable(
        client
            .resources(BackupSet.class)
            .inNamespace(restore.getMetadata().getNamespace())
            .withName(resolved.backupSet())
            .get());
  }

  private static boolean mounts(Pod pod, String claim) {
    return pod.getSpec().getVolumes().stream()
        .anyMatch(
            volume ->
                volume.getPersistentVolumeClaim() != null
                    && claim.equals(volume.getPersistentVolumeClaim().getClaimName()));
  }

  private static void createClaim(RestoreJob restore, BackupSet set, KubernetesClient client) {
    PersistentVolumeClaim claim = RestoreJobs.claim(restore, ClaimSize.of(set.getStatus()));
    try {
      CreationRefusedException.told(() -> client.persistentVolumeClaims().resource(claim).create());
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
    }
  }

  /** The restore's own image, else its policy's, else the one that made the set. */
  private Engine engine(RestoreJob restore, BackupSet set, Context<RestoreJob> context) {
    Engine wanted = restore.getSpec().engine();
    if (wanted == null) {
      wanted =
          policy(restore, set.getSpec().policyRef().name(), context)
              .map(policy -> policy.getSpec().engine())
              .orElse(null);
    }
    String image = wanted == null ? null : wanted.image();
    return new Engine(
        image == null ? set.getStatus().storageManager().engineImage() : image,
        wanted == null ? null : wanted.imagePullSecrets());
  }

  private static Optional<BackupPolicy> policy(
      RestoreJob restore, String name, Context<RestoreJob> context) {
    return Optional.ofNullable(
        context
            .getClient()
            .resources(BackupPolicy.class)
            .inNamespace(restore.getMetadata().getNamespace())
            .withName(name)
            .get());
  }

  /** Where the spec says, or a directory with the database's name. */
  private static String volumePath(RestoreJob restore, BackupSet set) {
    String wanted = restore.getSpec().target().subPath();
    return wanted != null
        ? wanted
        : set.getMetadata().getAnnotations().get(Api.DATABASE_ANNOTATION);
  }

  private void write(RestoreJob restore, RestoreJobStatus status, Context<RestoreJob> context) {
    KubernetesClient client = context.getClient();
    if (!StatusComparison.differs(client, restore.getStatus(), status)) {
      return;
    }
    context
        .resourceOperations()
        .updatePrimaryStatus(StatusCopy.of(restore, RestoreJob::new, status));
    new EventRecorder(client, clock)
        .record(
            restore,
            ConditionNotes.of(
                restore.getStatus() == null ? List.of() : restore.getStatus().conditions(),
                status.conditions()));
  }
}
