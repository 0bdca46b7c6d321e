package io.nuodb.backup.operator;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.nuodb.backup.api.BackupPolicy;
import io.nuodb.backup.api.BackupPolicySpec.OnDemand;
import io.nuodb.backup.api.BackupPolicyStatus.RunState;
import io.nuodb.backup.api.BackupSet;
import io.nuodb.backup.api.BackupSetStatus.Phase;
import io.nuodb.backup.api.Condition;
import io.nuodb.backup.api.RestoreJob;
import io.nuodb.backup.api.RestoreJobStatus;
import io.nuodb.backup.plan.Conditions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A namespace as its users see it: they create objects, edit the policy, and wait for statuses. */
public final class TestNamespace {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final KubernetesClient client;
  private final String name;

  public TestNamespace(KubernetesClient client, String name) {
    this.client = client;
    this.name = name;
  }

  public Pod runPod(String pod, boolean ready) {
    Pod created = client.pods().inNamespace(name).resource(TestDomain.storageManager(pod)).create();
    return client.pods().resource(created).editStatus(current -> TestDomain.ready(current, ready));
  }

  public void create(HasMetadata object) {
    object.getMetadata().setNamespace(name);
    client.resource(object).create();
  }

  /** Leaves nothing for the operators of later tests. */
  public void clear() {
    client.resources(RestoreJob.class).inNamespace(name).delete();
    client.resources(BackupPolicy.class).inNamespace(name).delete();
    client.resources(BackupSet.class).inNamespace(name).delete();
  }

  private Resource<BackupPolicy> policyResource(String policy) {
    return client.resources(BackupPolicy.class).inNamespace(name).withName(policy);
  }

  public BackupPolicy policy() {
    return policy("demo");
  }

  BackupPolicy policy(String policy) {
    return policyResource(policy).get();
  }

  void deletePolicy(String policy) {
    policyResource(policy).delete();
  }

  /** As a person applies a manifest: whatever the operator wrote meanwhile. */
  public void edit(OnDemand onDemand) {
    policyResource("demo")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\": {\"onDemand\": " + Serialization.asJson(onDemand) + "}}");
  }

  public List<BackupSet> sets() {
    return client.resources(BackupSet.class).inNamespace(name).list().getItems();
  }

  public BackupSet awaitSet(Phase phase) {
    return await("a BackupSet that is " + phase)
        .atMost(PATIENCE)
        .until(
            () ->
                sets().stream()
                    .filter(set -> set.getStatus() != null && set.getStatus().phase() == phase)
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  public void awaitRun(RunState state) {
    await("a full that is " + state)
        .atMost(PATIENCE)
        .until(
            () ->
                policy().getStatus() != null
                    && policy().getStatus().storageManagers() != null
                    && policy().getStatus().storageManagers().stream()
                        .anyMatch(
                            unit -> unit.lastFull() != null && unit.lastFull().state() == state));
  }

  public Condition awaitReady(String reason) {
    return awaitReady("demo", reason);
  }

  Condition awaitReady(String policy, String reason) {
    return await("Ready with reason " + reason)
        .atMost(PATIENCE)
        .until(
            () ->
                Optional.ofNullable(policy(policy).getStatus())
                    .flatMap(status -> Conditions.find(status.conditions(), Conditions.READY))
                    .filter(condition -> condition.reason().equals(reason)),
            Optional::isPresent)
        .orElseThrow();
  }

  public RestoreJobStatus awaitRestore(RestoreJobStatus.Phase phase, String reason) {
    return await("a restore that is " + phase + " with reason " + reason)
        .atMost(PATIENCE)
        .until(
            () ->
                Optional.ofNullable(
                        client
                            .resources(RestoreJob.class)
                            .inNamespace(name)
                            .withName("restore")
                            .get()
                            .getStatus())
                    .filter(status -> status.phase() == phase)
                    .filter(
                        status ->
                            Conditions.find(status.conditions(), Conditions.READY)
                                .filter(condition -> condition.reason().equals(reason))
                                .isPresent()),
            Optional::isPresent)
        .orElseThrow();
  }

  /** Reasons of all Events. */
  public List<String> reasons() {
    return client.v1().events().inNamespace(name).list().getItems().stream()
        .map(Event::getReason)
        .toList();
  }

  void awaitReason(String reason) {
    await("an Event of " + reason).atMost(PATIENCE).until(() -> reasons().contains(reason));
  }

  public void awaitWarning(String reason) {
    await("a Warning of " + reason)
        .atMost(PATIENCE)
        .until(
            () ->
                client.v1().events().inNamespace(name).list().getItems().stream()
                    .anyMatch(
                        event ->
                            event.getType().equals("Warning") && event.getReason().equals(reason)));
  }

  /** The BackupSet's condition Stalled, once it holds for that reason. */
  public Condition awaitStalled(String set, String reason) {
    return await("BackupSet " + set + " that is Stalled with reason " + reason)
        .atMost(PATIENCE)
        .until(
            () ->
                sets().stream()
                    .filter(it -> it.getMetadata().getName().equals(set))
                    .filter(it -> it.getStatus() != null)
                    .flatMap(
                        it ->
                            Conditions.find(it.getStatus().conditions(), Conditions.STALLED)
                                .stream())
                    .filter(
                        it -> it.status() == Condition.Status.True && it.reason().equals(reason))
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }
}
