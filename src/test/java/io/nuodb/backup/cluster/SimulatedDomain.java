package io.nuodb.backup.cluster;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
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

/** The domain of deploy/simulator in a namespace of its own: the database demo on two SMs. */
final class SimulatedDomain {
  static final String DATABASE = "demo";
  static final List<String> STORAGE_MANAGERS =
      List.of(
          "sm-database-nuodb-cluster0-demo-hotcopy-0", "sm-database-nuodb-cluster0-demo-hotcopy-1");

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
            Files.readString(file)
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
              return pods.size() >= 4 && pods.stream().allMatch(Readiness::isPodReady);
            });
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

  /** Runs a shell command beside the engine of a storage manager. */
  String inStorageManager(String storageManager, String script) throws Exception {
    return Commands.run(client, namespace, storageManager, "engine", "sh", "-c", script);
  }

  private int restarts(String pod) {
    return client
        .pods()
        .inNamespace(namespace)
        .withName(pod)
        .get()
        .getStatus()
        .getContainerStatuses()
        .getFirst()
        .getRestartCount();
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
