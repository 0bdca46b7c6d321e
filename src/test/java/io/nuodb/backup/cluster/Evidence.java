package io.nuodb.backup.cluster;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.nuodb.backup.api.BackupPolicy;
import io.nuodb.backup.api.BackupSet;
import io.nuodb.backup.api.RestoreJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What remains of a failed test: objects, Events and logs, under target/evidence. */
final class Evidence {
  private Evidence() {}

  static void collect(KubernetesClient client, String test, String... namespaces) {
    Path folder = Path.of("target/evidence", test.replaceAll("[^A-Za-z0-9.-]+", "_"));
    try {
      Files.createDirectories(folder);
      for (String namespace : namespaces) {
        Files.writeString(folder.resolve(namespace + "-objects.yaml"), objects(client, namespace));
        for (Pod pod : client.pods().inNamespace(namespace).list().getItems()) {
          for (Container container : containers(pod)) {
            Files.writeString(
                folder.resolve(pod.getMetadata().getName() + "-" + container.getName() + ".log"),
                log(client, pod, container));
          }
        }
      }
      System.out.println("What the failed test left is in " + folder);
    } catch (IOException | KubernetesClientException e) {
      System.out.println("What the failed test left could not be kept: " + e);
    }
  }

  private static String objects(KubernetesClient client, String namespace) {
    List<Object> all = new ArrayList<>();
    Stream.of(BackupPolicy.class, BackupSet.class, RestoreJob.class)
        .forEach(
            type -> all.addAll(client.resources(type).inNamespace(namespace).list().getItems()));
    all.addAll(client.batch().v1().jobs().inNamespace(namespace).list().getItems());
    all.addAll(client.pods().inNamespace(namespace).list().getItems());
    all.addAll(client.persistentVolumeClaims().inNamespace(namespace).list().getItems());
    all.addAll(client.v1().events().inNamespace(namespace).list().getItems());
    StringBuilder yaml = new StringBuilder();
    all.forEach(object -> yaml.append(Serialization.asYaml(object)));
    return yaml.toString();
  }

  private static List<Container> containers(Pod pod) {
    List<Container> containers = new ArrayList<>(pod.getSpec().getInitContainers());
    containers.addAll(pod.getSpec().getContainers());
    return containers;
  }

  private static String log(KubernetesClient client, Pod pod, Container container) {
    try {
      return client
          .pods()
          .resource(pod)
          .inContainer(container.getName())
          .tailingLines(2000)
          .getLog();
    } catch (KubernetesClientException e) {
      return e.getMessage();
    }
  }
}
