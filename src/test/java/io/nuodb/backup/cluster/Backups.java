package io.nuodb.backup.cluster;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.nuodb.backup.api.Api;
import io.nuodb.backup.api.BackupPolicy;
import io.nuodb.backup.api.BackupPolicySpec;
import io.nuodb.backup.api.BackupPolicySpec.Database;
import io.nuodb.backup.api.BackupPolicySpec.HotCopy;
import io.nuodb.backup.api.BackupPolicySpec.OnDemand;
import io.nuodb.backup.api.BackupPolicySpec.Schedules;
import io.nuodb.backup.api.BackupPolicySpec.StorageManagers;
import io.nuodb.backup.api.BackupSet;
import io.nuodb.backup.api.BackupSetStatus;
import io.nuodb.backup.api.Condition;
import io.nuodb.backup.api.PodSelector;
import io.nuodb.backup.api.RestoreJob;
import io.nuodb.backup.api.RestoreJobSpec;
import io.nuodb.backup.api.RestoreJobStatus;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Makes this project's objects in a domain's namespace and waits for what becomes of them. */
final class Backups {

  static final Duration LIMIT = Duration.ofMinutes(4);

  private final SimulatedDomain domain;

  Backups(SimulatedDomain domain) {
    this.domain = domain;
  }

  /** A policy without schedules for one storage manager. */
  BackupPolicySpec onlyOn(String storageManager) {
    return spec(
        Map.of("statefulset.kubernetes.io/pod-name", storageManager, "component", "sm"), null);
  }

  /** A policy without schedules for both storage managers. */
  BackupPolicySpec onBoth() {
    return spec(
        Map.of("database", SimulatedDomain.DATABASE, "component", "sm", "role", "hotcopy"), null);
  }

  /** A policy whose hot copies are throttled so that they last while a test does things. */
  static BackupPolicySpec slow(BackupPolicySpec spec, String bytesPerSecond) {
    return new BackupPolicySpec(
        spec.database(),
        spec.engine(),
        spec.storageManagers(),
        spec.backupRoot(),
        spec.schedules(),
        spec.onDemand(),
        spec.suspend(),
        new HotCopy(new Quantity(bytesPerSecond), "30m"));
  }

  static BackupPolicySpec with(BackupPolicySpec spec, Schedules schedules) {
    return new BackupPolicySpec(
        spec.database(),
        spec.engine(),
        spec.storageManagers(),
        spec.backupRoot(),
        schedules,
        spec.onDemand(),
        spec.suspend(),
        spec.hotCopy());
  }

  private static BackupPolicySpec spec(Map<String, String> labels, OnDemand onDemand) {
    return new BackupPolicySpec(
        new Database(SimulatedDomain.DATABASE, null),
        null,
        new StorageManagers(new PodSelector(labels, null)),
        BackupPolicySpec.DEFAULT_BACKUP_ROOT,
        null,
        onDemand,
        null,
        null);
  }

  BackupPolicy create(String name, BackupPolicySpec spec) {
    BackupPolicy policy = new BackupPolicy();
    policy.setMetadata(new ObjectMetaBuilder().withName(name).build());
    policy.setSpec(spec);
    return domain.client().resource(policy).inNamespace(domain.namespace()).create();
  }

  /** Deletes a policy, so that nothing of it starts any more. */
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

  /** Asks for hot copies by hand. */
  void ask(String policy, UnaryOperator<OnDemand> change) {
    domain
        .client()
        .resources(BackupPolicy.class)
        .inNamespace(domain.namespace())
        .withName(policy)
        .edit(
            now -> {
              BackupPolicySpec spec = now.getSpec();
              OnDemand asked =
                  Optional.ofNullable(spec.onDemand()).orElse(new OnDemand(null, null));
              now.setSpec(
                  new BackupPolicySpec(
                      spec.database(),
                      spec.engine(),
                      spec.storageManagers(),
                      spec.backupRoot(),
                      spec.schedules(),
                      change.apply(asked),
                      spec.suspend(),
                      spec.hotCopy()));
              return now;
            });
  }

  void askFull(String policy) {
    ask(policy, asked -> new OnDemand(UUID.randomUUID().toString(), asked.incremental()));
  }

  void askIncremental(String policy) {
    ask(policy, asked -> new OnDemand(asked.full(), UUID.randomUUID().toString()));
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
      java.util.function.Supplier<List<Condition>> conditions, String type, String reason) {
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
