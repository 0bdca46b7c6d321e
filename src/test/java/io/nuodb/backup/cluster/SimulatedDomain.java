package io.nuodb.backup.cluster;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** The domain of deploy/simulator in a namespace of its own: the database demo on two SMs. */
final class SimulatedDomain {
  static final String DATABASE = "demo";
  private static final String STORAGE_MANAGER_SET = "sm-database-nuodb-cluster0-demo-hotcopy";
  static final List<String> STORAGE_MANAGERS =
      List.of(STORAGE_MANAGER_SET + "-0", STORAGE_MANAGER_SET + "-1");

  /** Of a domain with journals, beside the others. */
  static final String THIRD_STORAGE_MANAGER = STORAGE_MANAGER_SET + "-2";

  private static final String ENGINE = "http://demo:48006";
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final KubernetesClient client;
  private final String namespace;

  private SimulatedDomain(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  /** Starts a new one; what an earlier run left in the namespace is removed first. */
  static SimulatedDomain start(KubernetesClient client, String namespace) throws Exception {
    return start(client, namespace, List.of());
  }

  /** Starts a new one that finds Secrets, such as those that make its admin serve https. */
  static SimulatedDomain start(KubernetesClient client, String namespace, List<Secret> secrets)
      throws Exception {
    return start(client, namespace, secrets, UnaryOperator.identity());
  }

  /** Starts a new one with three storage managers, which keep their journals for hot copies. */
  static SimulatedDomain startWithJournals(KubernetesClient client, String namespace)
      throws Exception {
    return start(
        client,
        namespace,
        List.of(),
        manifests ->
            manifests
                .replace("JOURNAL_HOT_COPY, value: disable", "JOURNAL_HOT_COPY, value: enable")
                .replace("replicas: 2", "replicas: 3"));
  }

  private static SimulatedDomain start(
      KubernetesClient client, String namespace, List<Secret> secrets, UnaryOperator<String> change)
      throws Exception {
    SimulatedDomain domain = new SimulatedDomain(client, namespace);
    domain.delete();
    if (!secrets.isEmpty()) {
      client
          .resource(
              new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
          .create();
      secrets.forEach(secret -> client.resource(secret).inNamespace(namespace).create());
    }
    try (var files = Files.list(Path.of("deploy/simulator"))) {
      for (Path file : files.sorted().toList()) {
        String manifests =
            change
                .apply(Files.readString(file))
                .replace("nuodb.nuodb.svc", "nuodb." + namespace + ".svc")
                .replace(
                    "localhost/nuodb-simulator", Installation.IMAGE_PREFIX + "nuodb-simulator");
        for (HasMetadata object :
            client
                .load(new ByteArrayInputStream(manifests.getBytes(StandardCharsets.UTF_8)))
                .items()) {
          if (object instanceof Namespace) {
            object.getMetadata().setName(namespace);
          } else {
            object.getMetadata().setNamespace(namespace);
          }
          client.resource(object).serverSideApply();
        }
      }
    }
    domain.awaitReady();
    // The address of a Service answers a moment after its pods are ready.
    await("the database answers")
        .atMost(LIMIT)
        .ignoreExceptions()
        .until(() -> domain.dump() != null);
    return domain;
  }

  KubernetesClient client() {
    return client;
  }

  String namespace() {
    return namespace;
  }

  void delete() {
    client.namespaces().withName(namespace).delete();
    client
        .namespaces()
        .withName(namespace)
        .waitUntilCondition(gone -> gone == null, LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  /** Waits until every process of the domain runs. */
  void awaitReady() {
    await("the simulated domain's pods are Ready")
        .atMost(LIMIT)
        .until(
            () -> {
              List<Pod> pods =
                  client
                      .pods()
                      .inNamespace(namespace)
                      .withLabel("group", "nuodb")
                      .list()
                      .getItems();
              return pods.size() >= replicas() + 2 && pods.stream().allMatch(Readiness::isPodReady);
            });
  }

  private int replicas() {
    return client
        .apps()
        .statefulSets()
        .inNamespace(namespace)
        .withName(STORAGE_MANAGER_SET)
        .get()
        .getSpec()
        .getReplicas();
  }

  /** Runs the simulator's client tool, see docs/simulator.md, and returns what it printed. */
  String rows(String... arguments) throws Exception {
    return Commands.run(client, namespace, clientPod(), "nuorows", rowsCommand(arguments));
  }

  /** The same, without waiting for its end. */
  Commands.Running startRows(String... arguments) {
    return Commands.start(client, namespace, clientPod(), "nuorows", rowsCommand(arguments));
  }

  /** Every row of the database as it is now, one a line. */
  String dump() throws Exception {
    return rows("dump", "--live", ENGINE);
  }

  /** Writes the characters with these code points. */
  void load(int from, int to, String suffix) throws Exception {
    rows(
        "load-unicode",
        "--engine",
        ENGINE,
        "--from",
        String.valueOf(from),
        "--to",
        String.valueOf(to),
        "--version-suffix",
        suffix);
  }

  /** Changes rows, so many that a hot copy taken meanwhile meets writes. */
  Commands.Running startUpdates(int count, long seed) {
    return startRows(
        "update",
        "--engine",
        ENGINE,
        "--table",
        "characters",
        "--count",
        String.valueOf(count),
        "--seed",
        String.valueOf(seed));
  }

  /** Writes rows one transaction each; prints each as the dump does, once it is committed. */
  Commands.Running startAppend(String table, int count) {
    return startRows(
        "append", "--engine", ENGINE, "--table", table, "--count", String.valueOf(count));
  }

  /** kill -9 of engines, all at once; waits until Kubernetes has started them again. */
  void kill(List<String> storageManagers) throws Exception {
    Map<String, Integer> restarts = new HashMap<>();
    for (String storageManager : storageManagers) {
      restarts.put(storageManager, restarts(storageManager));
    }
    for (String storageManager : storageManagers) {
      inStorageManager(storageManager, "kill -9 $(pidof java)");
    }
    await("the engines of " + storageManagers + " start again")
        .atMost(LIMIT)
        .until(
            () ->
                storageManagers.stream()
                    .allMatch(killed -> restarts(killed) > restarts.get(killed)));
  }

  /** Stops an engine in its tracks, as a node does that hangs, until it goes on. */
  void suspend(String storageManager) throws Exception {
    inStorageManager(storageManager, "kill -STOP $(pidof java)");
    awaitReadiness(storageManager, false);
  }

  void resume(String storageManager) throws Exception {
    inStorageManager(storageManager, "kill -CONT $(pidof java)");
    awaitReadiness(storageManager, true);
  }

  private void awaitReadiness(String storageManager, boolean ready) {
    await(storageManager + (ready ? " is Ready" : " is not Ready"))
        .atMost(LIMIT)
        .until(() -> Readiness.isPodReady(pod(storageManager)) == ready);
  }

  /** Lets an engine lose the others, so that it SYNCs on its return. */
  void leave(String storageManager) throws Exception {
    post(storageManager, "/leave", "");
  }

  /** Lets hot copies wait before they write a file whose path contains the text. */
  void hang(String storageManager, String path) throws Exception {
    post(storageManager, "/faults", "{\"hang\": \"%s\"}".formatted(path));
  }

  void clearFaults(String storageManager) throws Exception {
    post(storageManager, "/faults", "{}");
  }

  private void post(String storageManager, String resource, String body) throws Exception {
    inStorageManager(
        storageManager,
        "wget -qO- --post-data '%s' http://localhost:48006%s".formatted(body, resource));
  }

  /** Labels a storage manager's pod, as Kubernetes does with the zone of its node. */
  void label(String storageManager, String key, String value) {
    client
        .pods()
        .inNamespace(namespace)
        .withName(storageManager)
        .edit(
            pod ->
                new PodBuilder(pod).editMetadata().addToLabels(key, value).endMetadata().build());
  }

  /** Starts a full hot copy as somebody does who does not know the operator. */
  void startHotCopy(int archiveId, String directory) throws Exception {
    String request =
        "{\"type\": \"full\", \"backupSetDirs\": {\"%d\": \"%s\"}}".formatted(archiveId, directory);
    inStorageManager(
        STORAGE_MANAGERS.getFirst(),
        "wget -qO- --header 'Content-Type: application/json' --post-data '%s' %s/hotCopy"
            .formatted(request, "http://nuodb:8888/api/1/databases/" + DATABASE));
  }

  /** Runs a shell command beside the engine of a storage manager. */
  String inStorageManager(String storageManager, String script) throws Exception {
    return Commands.run(client, namespace, storageManager, "engine", "sh", "-c", script);
  }

  private int restarts(String pod) {
    return pod(pod).getStatus().getContainerStatuses().getFirst().getRestartCount();
  }

  private Pod pod(String name) {
    return client.pods().inNamespace(namespace).withName(name).get();
  }

  private String clientPod() {
    return client
        .pods()
        .inNamespace(namespace)
        .withLabel("app", "nuorows")
        .list()
        .getItems()
        .stream()
        .filter(Readiness::isPodReady)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no pod of nuorows is Ready"))
        .getMetadata()
        .getName();
  }

  private static String[] rowsCommand(String... arguments) {
    String[] command = new String[arguments.length + 1];
    command[0] = "nuorows";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    return command;
  }
}
