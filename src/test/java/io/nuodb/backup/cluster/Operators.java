package io.nuodb.backup.cluster;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;

/** Takes the operator away, and puts a second one beside it. */
final class Operators {
  private static final String RELEASE = "nuodb-backup-operator";
  private static final String SECOND = "second";
  private static final String SECOND_NAMESPACE = "nuodb-backup-second";
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final KubernetesClient client;

  Operators(KubernetesClient client) {
    this.client = client;
  }

  /** Leaders are elected by namespace: one of another namespace leads as well. */
  void installSecond(String watchedNamespace) throws Exception {
    Commands.runHere(
        "helm",
        "upgrade",
        "--install",
        SECOND,
        "helm/nuodb-backup-operator",
        "--namespace",
        SECOND_NAMESPACE,
        "--create-namespace",
        "--set",
        "image.repository=" + Installation.IMAGE_PREFIX + "nuodb-backup-operator",
        "--set",
        "crds.install=false",
        "--set",
        "watchNamespaces={" + watchedNamespace + "}",
        "--wait",
        "--timeout",
        "5m");
  }

  void uninstallSecond() throws Exception {
    Commands.runHere(
        "helm", "uninstall", SECOND, "--namespace", SECOND_NAMESPACE, "--ignore-not-found");
    client.namespaces().withName(SECOND_NAMESPACE).delete();
  }

  void stop() {
    scale(0);
  }

  void start() {
    scale(1);
  }

  private void scale(int replicas) {
    client
        .apps()
        .deployments()
        .inNamespace(Installation.OPERATOR_NAMESPACE)
        .withName(RELEASE)
        .scale(replicas);
    await(replicas + " operators run")
        .atMost(LIMIT)
        .until(
            () ->
                client
                        .pods()
                        .inNamespace(Installation.OPERATOR_NAMESPACE)
                        .withLabel("app.kubernetes.io/instance", RELEASE)
                        .list()
                        .getItems()
                        .size()
                    == replicas);
  }
}
