package io.nuodb.backup.cluster;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.nuodb.backup.api.Api;
import io.nuodb.backup.api.BackupPolicy;
import io.nuodb.backup.api.BackupSet;
import io.nuodb.backup.api.BackupSetStatus;
import io.nuodb.backup.api.Condition;
import io.nuodb.backup.api.RestoreJob;
import io.nuodb.backup.api.RestoreJobSpec;
import io.nuodb.backup.api.RestoreJobStatus;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Makes this project's objects in a domain's namespace and waits for what becomes of them. */
final class Backups {
  static final Duration LIMIT = Duration.ofMinutes(4);

  private final SimulatedDomain domain;

  Backups(SimulatedDomain domain) {
    this.domain = domain;
  }

  BackupPolicy create(String name, PolicySpec spec) {
    BackupPolicy policy = new BackupPolicy();
    policy.setMetadata(new ObjectMetaBuilder().withName(name).build());
    policy.setSpec(spec.build());
    return domain.client().resource(policy).inNamespace(domain.namespace()).create();
  }

  /** Lets a policy's hot copies end and deletes it, so that the next test meets none of them. */
  void finish(String policy) {
    edit(policy, PolicySpec::suspended);
    await("no hot copy of " + policy + " runs")
        .atMost(LIMIT)
        .until(
            () ->
                policy(policy).getStatus() == null
                    || policy(policy).getStatus().running() == null
                    || policy(policy).getStatus().running().isEmpty());
    delete(policy);
  }

  /** Deletes a policy that starts nothing. */
  void delete(String policy) {
    domain
        .client()
        .resources(BackupPolicy.class)
        .inNamespace(domain.namespace())
        .withName(policy)
        .delete();
  }

  BackupPolicy policy(String name) {
    return domain
        .client()
        .resources(BackupPolicy.class)
        .inNamespace(domain.namespace())
        .withName(name)
        .get();
  }

  /** Repeated where the operator wrote the same object in between. */
  private void edit(String policy, UnaryOperator<PolicySpec> change) {
    await("an edit of " + policy)
        .atMost(LIMIT)
        .ignoreExceptionsMatching(Backups::isConflict)
        .until(
            () -> {
              BackupPolicy now = policy(policy);
              now.setSpec(change.apply(PolicySpec.of(now.getSpec())).build());
              domain.client().resource(now).update();
              return true;
            });
  }

  private static boolean isConflict(Throwable failure) {
    return failure instanceof KubernetesClientException answer
        && answer.getCode() == HttpURLConnection.HTTP_CONFLICT;
  }

  /** Asks for a full hot copy by hand. */
  void askFull(String policy) {
    edit(policy, spec -> spec.fullOnDemand(UUID.randomUUID().toString()));
  }

  /** Asks for an incremental hot copy by hand. */
  void askIncremental(String policy) {
    edit(policy, spec -> spec.incrementalOnDemand(UUID.randomUUID().toString()));
  }

  /** Asks for a journal hot copy by hand. */
  void askJournal(String policy) {
    edit(policy, spec -> spec.journalOnDemand(UUID.randomUUID().toString()));
  }

  /** The policy's sets, oldest first. */
  List<BackupSet> sets(String policy) {
    return domain
        .client()
        .resources(BackupSet.class)
        .inNamespace(domain.namespace())
        .list()
        .getItems()
        .stream()
        .filter(set -> set.getSpec().policyRef().name().equals(policy))
        .sorted(Comparator.comparing(set -> set.getMetadata().getName()))
        .toList();
  }

  /** Waits until the policy has this many sets and each is as told. */
  List<BackupSet> awaitSets(String policy, int count, Predicate<BackupSetStatus> state) {
    await(count + " backup sets of " + policy)
        .atMost(LIMIT)
        .until(
            () -> {
              List<BackupSet> sets = sets(policy);
              return sets.size() == count
                  && sets.stream()
                      .allMatch(set -> set.getStatus() != null && state.test(set.getStatus()));
            });
    return sets(policy);
  }

  /** Waits until one set is in the phase. */
  void awaitPhase(BackupSet set, BackupSetStatus.Phase phase) {
    await(set.getMetadata().getName() + " is " + phase)
        .atMost(LIMIT)
        .until(() -> domain.client().resource(set).get().getStatus().phase() == phase);
  }

  static Predicate<BackupSetStatus> in(BackupSetStatus.Phase phase) {
    return status -> status.phase() == phase;
  }

  RestoreJob restore(String name, RestoreJobSpec spec) {
    RestoreJob restore = new RestoreJob();
    restore.setMetadata(new ObjectMetaBuilder().withName(name).build());
    restore.setSpec(spec);
    return domain.client().resource(restore).inNamespace(domain.namespace()).create();
  }

  RestoreJob awaitRestore(String name, RestoreJobStatus.Phase phase) {
    await("restore " + name + " is " + phase)
        .atMost(LIMIT)
        .until(
            () -> {
              RestoreJob restore = restore(name);
              return restore.getStatus() != null && restore.getStatus().phase() == phase;
            });
    return restore(name);
  }

  RestoreJob restore(String name) {
    return domain
        .client()
        .resources(RestoreJob.class)
        .inNamespace(domain.namespace())
        .withName(name)
        .get();
  }

  /** Waits until an object's condition is as told. */
  static Condition awaitCondition(
      Supplier<List<Condition>> conditions, String type, String reason) {
    await("condition " + type + " with reason " + reason)
        .atMost(LIMIT)
        .until(
            () ->
                conditions.get().stream()
                    .anyMatch(
                        condition ->
                            condition.type().equals(type) && condition.reason().equals(reason)));
    return conditions.get().stream()
        .filter(condition -> condition.type().equals(type))
        .findFirst()
        .orElseThrow();
  }

  List<Condition> conditions(BackupPolicy policy) {
    BackupPolicy now = policy(policy.getMetadata().getName());
    return now.getStatus() == null ? List.of() : now.getStatus().conditions();
  }

  List<Condition> conditions(RestoreJob restore) {
    RestoreJob now = restore(restore.getMetadata().getName());
    return now.getStatus() == null ? List.of() : now.getStatus().conditions();
  }

  /** The Events that users read with kubectl describe. */
  List<Event> events(HasMetadata object) {
    return domain.client().v1().events().inNamespace(domain.namespace()).list().getItems().stream()
        .filter(event -> object.getMetadata().getUid().equals(event.getInvolvedObject().getUid()))
        .toList();
  }

  List<Job> jobs(String policy) {
    return domain
        .client()
        .batch()
        .v1()
        .jobs()
        .inNamespace(domain.namespace())
        .withLabel(Api.POLICY_LABEL, policy)
        .list()
        .getItems();
  }

  List<Job> hotCopyJobs(String policy) {
    return jobs(policy).stream()
        .filter(job -> "hotcopy".equals(job.getMetadata().getLabels().get(Api.JOB_KIND_LABEL)))
        .toList();
  }

  /** The agents' pods of a policy. */
  List<Pod> agents(String policy, String kind) {
    return domain
        .client()
        .pods()
        .inNamespace(domain.namespace())
        .withLabel(Api.POLICY_LABEL, policy)
        .withLabel(Api.JOB_KIND_LABEL, kind)
        .list()
        .getItems();
  }
}
