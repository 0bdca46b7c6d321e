package io.nuodb.backup.bench;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.nuodb.backup.api.BackupPolicy;
import io.nuodb.backup.api.BackupPolicyStatus;
import io.nuodb.backup.api.BackupPolicyStatus.Run;
import io.nuodb.backup.api.BackupPolicyStatus.RunState;
import io.nuodb.backup.api.BackupSet;
import io.nuodb.backup.api.HotCopyType;
import io.nuodb.backup.operator.TestDomain;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/**
 * Many policies, each named as the one storage manager that it selects, with backup sets from
 * before; what the operator writes into their statuses is watched.
 */
final class ScalePolicies implements AutoCloseable {
  static final String NAMESPACE = "nuodb";
  static final String DATABASE = "demo";

  private static final String POD_LABEL = "statefulset.kubernetes.io/pod-name";
  private static final Duration PATIENCE = Duration.ofMinutes(15);
  private static final Duration POLL = Duration.ofMillis(50);

  private final KubernetesClient client;
  private final List<String> names;
  private final SharedIndexInformer<BackupPolicy> watch;

  ScalePolicies(KubernetesClient client, int count) {
    this.client = client;
    this.names = IntStream.range(0, count).mapToObj(i -> "sm-" + i).toList();
    Namespace namespace =
        new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build();
    client.resource(namespace).create();
    this.watch = client.resources(BackupPolicy.class).inNamespace(NAMESPACE).inform();
  }

  /**
   * @param setsOfEach backup sets of each policy
   */
  void create(int setsOfEach) throws InterruptedException, ExecutionException {
    InParallel.forEach(names, name -> client.resource(storageManager(name)).create());
    InParallel.forEach(
        names, name -> ScaleSets.of(name, setsOfEach, Instant.now()).forEach(this::create));
    InParallel.forEach(names, name -> client.resource(policy(name, "@yearly")).create());
  }

  private void create(BackupSet set) {
    BackupSet created = client.resource(set).create();
    created.setStatus(set.getStatus());
    client.resource(created).updateStatus();
  }

  private static Pod storageManager(String name) {
    return new PodBuilder(TestDomain.storageManager(name))
        .editMetadata()
        .withNamespace(NAMESPACE)
        .addToLabels(POD_LABEL, name)
        .endMetadata()
        .build();
  }

  /**
   * @param journal when its journal hot copies start
   */
  static BackupPolicy policy(String name, String journal) {
    return Serialization.unmarshal(
        """
        metadata:
          name: %1$s
          namespace: %2$s
        spec:
          database: {name: %5$s}
          storageManagers: {selector: {matchLabels: {%3$s: %1$s}}}
          schedules: {full: {cron: "@yearly"}, journal: {cron: "%4$s"}}
        """
            .formatted(name, NAMESPACE, POD_LABEL, journal, DATABASE),
        BackupPolicy.class);
  }

  /**
   * Changes all specs.
   *
   * @param spec JSON to merge, by the number of the policy
   */
  void edit(IntFunction<String> spec) throws InterruptedException, ExecutionException {
    InParallel.forEach(
        IntStream.range(0, names.size()).boxed().toList(),
        i ->
            client
                .resources(BackupPolicy.class)
                .inNamespace(NAMESPACE)
                .withName(names.get(i))
                .patch(
                    PatchContext.of(PatchType.JSON_MERGE),
                    "{\"spec\": %s}".formatted(spec.apply(i))));
  }

  /** Whether the operator planned by the newest spec and knows the archive. */
  static boolean isPlanned(BackupPolicy policy) {
    return policy.getStatus() != null
        && policy.getMetadata().getGeneration().equals(policy.getStatus().observedGeneration())
        && policy.getStatus().storageManagers() != null
        && policy.getStatus().storageManagers().getFirst().archiveId() != null;
  }

  /** Waits until each policy's status meets the condition. */
  void await(String what, Predicate<BackupPolicy> condition) {
    Awaitility.await(what + " in each policy")
        .atMost(PATIENCE)
        .pollInterval(POLL)
        .until(
            () -> {
              List<BackupPolicy> policies = watch.getStore().list();
              return policies.size() == names.size() && policies.stream().allMatch(condition);
            });
  }

  /** Whether a policy's hot copies have all ended. */
  static boolean isIdle(BackupPolicy policy) {
    BackupPolicyStatus status = policy.getStatus();
    return status != null && (status.running() == null || status.running().isEmpty());
  }

  /** Whether a hot copy of the type, begun no earlier than that, is on record as good. */
  static boolean succeeded(BackupPolicy policy, HotCopyType type, Instant from) {
    Run last = policy.getStatus().storageManagers().getFirst().last(type);
    return last != null
        && last.state() == RunState.Succeeded
        && !last.startTime().isBefore(from.truncatedTo(ChronoUnit.SECONDS));
  }

  @Override
  public void close() {
    watch.close();
  }
}
