package io.nuodb.backup.bench;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.nuodb.backup.api.BackupPolicy;
import io.nuodb.backup.api.BackupPolicySpec;
import io.nuodb.backup.api.BackupPolicySpec.Database;
import io.nuodb.backup.api.BackupPolicySpec.Schedule;
import io.nuodb.backup.api.BackupPolicySpec.Schedules;
import io.nuodb.backup.api.BackupPolicySpec.StorageManagers;
import io.nuodb.backup.api.PodSelector;
import io.nuodb.backup.apiserver.RunningApiServer;
import io.nuodb.backup.bench.BenchKubelet.Due;
import io.nuodb.backup.operator.TestDomain;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures how long after its due time a hot copy's Job exists, where a watch sees it: many
 * policies are due at the same instant, minute after minute. Then measures the operator's memory
 * when there is nothing more to do.
 */
@Command(name = "due-time", mixinStandardHelpOptions = true)
final class DueTimeBench implements Callable<Integer> {
  private static final String NAMESPACE = "nuodb";
  private static final String POD_LABEL = "statefulset.kubernetes.io/pod-name";
  private static final Duration DISCOVERY_LIMIT = Duration.ofMinutes(3);

  /** Before the first due time that counts: the operator has settled. */
  private static final Duration AHEAD = Duration.ofSeconds(15);

  /** After the last due time: all hot copies have ended, and late Jobs were seen. */
  private static final Duration BEHIND = Duration.ofSeconds(45);

  private static final Duration REST = Duration.ofSeconds(60);

  @Option(names = "--directory", required = true, description = "For the operator's log.")
  private Path directory;

  @Option(names = "--policies", defaultValue = "34", description = "Policies due at once.")
  private int policies;

  @Option(names = "--minutes", defaultValue = "3", description = "Due times of each policy.")
  private int minutes;

  @Option(names = "--json", required = true, description = "File of flat numbers to merge into.")
  private Path json;

  @Override
  public Integer call() throws Exception {
    Files.createDirectories(directory);
    Runtime.getRuntime().addShutdownHook(new Thread(DueTimeBench::stopPrograms));
    BenchNumbers numbers = new BenchNumbers();
    try (RunningApiServer server = RunningApiServer.start()) {
      KubernetesClient client = server.client();
      createNamespace(client);
      List<String> pods = IntStream.range(0, policies).mapToObj(i -> "sm-" + i).toList();
      pods.forEach(pod -> createStorageManager(client, pod));
      try (BenchKubelet kubelet = new BenchKubelet(client, NAMESPACE);
          OperatorProcess operator =
              OperatorProcess.start(server.kubeConfig(), NAMESPACE, directory)) {
        pods.forEach(pod -> client.resource(policy(pod)).create());
        awaitDiscovered(client);
        Samples samples = measure(kubelet, pods);
        numbers.put("due_to_job_p99_s", samples.percentileSeconds(99));
        numbers.put("due_to_job_median_s", samples.medianSeconds());
        numbers.put("due_to_job_max_s", samples.maximumSeconds());
        numbers.put("due_times", samples.count());
        pods.forEach(pod -> suspend(client, pod));
        Thread.sleep(REST);
        numbers.put("operator_rss_mib", operator.residentMib());
      }
    }
    numbers.mergeInto(json);
    return 0;
  }

  /** Also when the bench is interrupted, etcd, the API server and the operator end with it. */
  private static void stopPrograms() {
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
  }

  private Samples measure(BenchKubelet kubelet, List<String> pods) throws InterruptedException {
    Instant first = Instant.now().plus(AHEAD).truncatedTo(ChronoUnit.MINUTES).plusSeconds(60);
    List<Due> expected = new ArrayList<>();
    for (int minute = 0; minute < minutes; minute++) {
      Instant time = first.plus(Duration.ofMinutes(minute));
      pods.forEach(pod -> expected.add(new Due(pod, time)));
    }
    Thread.sleep(Duration.between(Instant.now(), expected.getLast().time().plus(BEHIND)));
    Map<Due, Duration> delays = kubelet.delays();
    List<Due> missing = expected.stream().filter(due -> !delays.containsKey(due)).toList();
    if (!missing.isEmpty()) {
      throw new IllegalStateException(
          "no Job for %d of %d due times: %s, see operator.log"
              .formatted(missing.size(), expected.size(), missing));
    }
    Map<Instant, Samples> byTime = new TreeMap<>();
    Samples samples = new Samples();
    for (Due due : expected) {
      byTime.computeIfAbsent(due.time(), time -> new Samples()).add(delays.get(due));
      samples.add(delays.get(due));
    }
    byTime.forEach(
        (time, some) ->
            System.err.printf(
                "%s  median %.3f s, longest %.3f s%n",
                time, some.medianSeconds(), some.maximumSeconds()));
    return samples;
  }

  private static void createNamespace(KubernetesClient client) {
    String name = NAMESPACE;
    client
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
    client
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withNamespace(name)
                .withName("default")
                .endMetadata()
                .build())
        .create();
  }

  private static void createStorageManager(KubernetesClient client, String name) {
    Pod pod =
        new PodBuilder(TestDomain.storageManager(name))
            .editMetadata()
            .withNamespace(NAMESPACE)
            .addToLabels(POD_LABEL, name)
            .endMetadata()
            .build();
    client.resource(pod).create();
    client.pods().resource(pod).editStatus(created -> TestDomain.ready(created, true));
  }

  private static BackupPolicy policy(String pod) {
    Schedule everyMinute = new Schedule("* * * * *", null, null);
    BackupPolicy policy = new BackupPolicy();
    policy.getMetadata().setNamespace(NAMESPACE);
    policy.getMetadata().setName(pod);
    policy.setSpec(
        new BackupPolicySpec(
            new Database("demo", null),
            null,
            new StorageManagers(new PodSelector(Map.of(POD_LABEL, pod), null)),
            BackupPolicySpec.DEFAULT_BACKUP_ROOT,
            new Schedules("UTC", null, everyMinute, null),
            null,
            null,
            null,
            null,
            null));
    return policy;
  }

  private void awaitDiscovered(KubernetesClient client) {
    Awaitility.await("the archives of all storage managers")
        .atMost(DISCOVERY_LIMIT)
        .pollInterval(Duration.ofSeconds(1))
        .until(
            () ->
                client
                    .resources(BackupPolicy.class)
                    .inNamespace(NAMESPACE)
                    .list()
                    .getItems()
                    .stream()
                    .allMatch(DueTimeBench::isDiscovered));
  }

  private static boolean isDiscovered(BackupPolicy policy) {
    return policy.getStatus() != null
        && policy.getStatus().storageManagers() != null
        && policy.getStatus().storageManagers().stream()
            .allMatch(storageManager -> storageManager.archiveId() != null);
  }

  private static void suspend(KubernetesClient client, String name) {
    client
        .resources(BackupPolicy.class)
        .inNamespace(NAMESPACE)
        .withName(name)
        .edit(
            policy -> {
              policy.setSpec(suspended(policy.getSpec()));
              return policy;
            });
  }

  private static BackupPolicySpec suspended(BackupPolicySpec spec) {
    return new BackupPolicySpec(
        spec.database(),
        spec.engine(),
        spec.storageManagers(),
        spec.backupRoot(),
        spec.schedules(),
        spec.onDemand(),
        true,
        spec.hotCopy(),
        spec.rotation(),
        spec.objectives());
  }
}
