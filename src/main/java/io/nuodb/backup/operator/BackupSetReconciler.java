package io.nuodb.backup.operator;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.IndexedResourceCache;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.nuodb.backup.api.BackupPolicy;
import io.nuodb.backup.api.BackupSet;
import io.nuodb.backup.api.BackupSetStatus;
import io.nuodb.backup.plan.ObservedSet;
import io.nuodb.backup.plan.UnattendedSet;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Speaks for the BackupSets that no policy speaks for: those that the operator did not make, and
 * those whose policy is gone. All others it leaves to {@link BackupPolicyReconciler}, so that each
 * status has one writer at a time. Annotations have no generation, so that every event counts.
 */
@ControllerConfiguration(
    name = "backupset",
    generationAwareEventProcessing = false,
    informer = @Informer(itemStore = Caches.Shared.class, informerListLimit = Caches.PAGE))
public class BackupSetReconciler implements Reconciler<BackupSet> {
  private static final String BY_POLICY = "policy";

  private final Clock clock;

  public BackupSetReconciler(Clock clock) {
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, BackupSet>> prepareEventSources(
      EventSourceContext<BackupSet> context) {
    IndexerResourceCache<BackupSet> sets = context.getPrimaryCache();
    sets.addIndexer(BY_POLICY, set -> List.of(policyOf(set).toString()));
    return List.of(
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(BackupPolicy.class, BackupSet.class)
                .withName("policies-of-sets")
                .withNamespacesInheritedFromController()
                .withItemStore(Caches.shared())
                .withInformerListLimit(Caches.PAGE)
                .withPrimaryToSecondaryMapper((BackupSet set) -> Set.of(policyOf(set)))
                .withSecondaryToPrimaryMapper(policy -> setsOf(policy, sets))
                // That a policy goes is the event.
                .withOnAddFilter(_ -> false)
                .withOnUpdateFilter((_, _) -> false)
                .build(),
            context));
  }

  @Override
  public UpdateControl<BackupSet> reconcile(BackupSet set, Context<BackupSet> context) {
    if (!set.isMarkedForDeletion()) {
      status(set, context).ifPresent(status -> write(set, status, context));
    }
    return UpdateControl.noUpdate();
  }

  @Override
  public ErrorStatusUpdateControl<BackupSet> updateErrorStatus(
      BackupSet set, Context<BackupSet> context, Exception e) {
    return Reschedule.after(set, e);
  }

  private Optional<BackupSetStatus> status(BackupSet set, Context<BackupSet> context) {
    Instant now = clock.instant();
    Optional<ObservedSet> observed = BackupSets.observe(set);
    if (observed.isEmpty()) {
      return Optional.of(
          UnattendedSet.notRecorded(
              Optional.ofNullable(set.getStatus()), set.getMetadata().getGeneration(), now));
    }
    return UnattendedSet.withoutPolicy(observed.get(), set.getSpec().policyRef().name(), now)
        .filter(_ -> !policyExists(set, context));
  }

  /** A cache might not know a policy yet that has just made this set, but the API server does. */
  private static boolean policyExists(BackupSet set, Context<BackupSet> context) {
    return context.getSecondaryResource(BackupPolicy.class).isPresent()
        || context
                .getClient()
                .resources(BackupPolicy.class)
                .inNamespace(set.getMetadata().getNamespace())
                .withName(set.getSpec().policyRef().name())
                .get()
            != null;
  }

  private void write(BackupSet set, BackupSetStatus status, Context<BackupSet> context) {
    KubernetesClient client = context.getClient();
    if (!StatusComparison.differs(client, set.getStatus(), status)) {
      return;
    }
    context.resourceOperations().updatePrimaryStatus(StatusCopy.of(set, BackupSet::new, status));
    new EventRecorder(client, clock)
        .record(
            set,
            ConditionNotes.of(
                set.getStatus() == null ? List.of() : set.getStatus().conditions(),
                status.conditions()));
  }

  private static Set<ResourceID> setsOf(BackupPolicy policy, IndexedResourceCache<BackupSet> sets) {
    return sets.byIndex(BY_POLICY, ResourceID.fromResource(policy).toString()).stream()
        .map(ResourceID::fromResource)
        .collect(Collectors.toSet());
  }

  private static ResourceID policyOf(BackupSet set) {
    return new ResourceID(set.getSpec().policyRef().name(), set.getMetadata().getNamespace());
  }
}
