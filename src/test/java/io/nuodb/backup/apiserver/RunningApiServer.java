package io.nuodb.backup.apiserver;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real etcd and API server with this project's custom resource definitions. There is no
 * controller and no kubelet: what those do, its user does.
 *
 * @param kubeConfig of an administrator, as YAML
 */
public record RunningApiServer(KubeAPIServer server, KubernetesClient client, String kubeConfig)
    implements AutoCloseable {
  private static final int STARTUP_MILLIS = 120_000;
  private static final int ESTABLISHED_SECONDS = 30;

  /**
   * Starts both; they end with {@link #close}.
   *
   * @throws IllegalStateException when the definitions in {@code crds} are not accepted
   */
  public static RunningApiServer start() {
    return start(List.of());
  }

  /**
   * @param flags of the API server, besides those that it needs here
   * @see #start()
   */
  public static RunningApiServer start(List<String> flags) {
    KubeAPIServer server =
        new KubeAPIServer(
            KubeAPIServerConfigBuilder.anAPIServerConfig()
                .withApiServerFlags(flags)
                .withUpdateKubeConfig(false)
                // With programs of our own there is nothing to download.
                .withOfflineMode(System.getenv("KUBE_API_TEST_DIR") != null)
                .withStartupTimeout(STARTUP_MILLIS)
                .build());
    server.start();
    String kubeConfig = server.getKubeConfigYaml();
    KubernetesClient client =
        new KubernetesClientBuilder().withConfig(Config.fromKubeconfig(kubeConfig)).build();
    try {
      define(client);
    } catch (IOException | RuntimeException e) {
      client.close();
      server.stop();
      throw new IllegalStateException("the custom resource definitions were not accepted", e);
    }
    return new RunningApiServer(server, client, kubeConfig);
  }

  private static void define(KubernetesClient client) throws IOException {
    try (Stream<Path> files = Files.list(Path.of("crds"))) {
      for (Path file : files.toList()) {
        client.load(Files.newInputStream(file)).serverSideApply();
      }
    }
    for (CustomResourceDefinition definition :
        client.apiextensions().v1().customResourceDefinitions().list().getItems()) {
      client
          .resource(definition)
          .waitUntilCondition(
              RunningApiServer::isEstablished, ESTABLISHED_SECONDS, TimeUnit.SECONDS);
    }
  }

  private static boolean isEstablished(CustomResourceDefinition definition) {
    return definition != null
        && definition.getStatus() != null
        && definition.getStatus().getConditions().stream()
            .anyMatch(
                condition ->
                    condition.getType().equals("Established")
                        && condition.getStatus().equals("True"));
  }

  @Override
  public void close() {
    client.close();
    server.stop();
  }
}
