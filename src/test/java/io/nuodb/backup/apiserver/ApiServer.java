package io.nuodb.backup.apiserver;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A real etcd and API server with this project's custom resource definitions, one for all tests of
 * a run. There is no controller and no kubelet: what those do, a test does itself. Gives tests a
 * {@link KubernetesClient}.
 */
public final class ApiServer implements BeforeAllCallback, ParameterResolver {

  private static final ExtensionContext.Namespace STORE =
      ExtensionContext.Namespace.create(ApiServer.class);

  private record Running(KubeAPIServer server, KubernetesClient client) implements AutoCloseable {
    @Override
    public void close() {
      client.close();
      server.stop();
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    running(context);
  }

  private static Running running(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(STORE)
        .computeIfAbsent(Running.class, key -> start(), Running.class);
  }

  private static Running start() {
    KubeAPIServer server =
        new KubeAPIServer(
            KubeAPIServerConfigBuilder.anAPIServerConfig()
                .withUpdateKubeConfig(false)
                // With programs of our own there is nothing to download.
                .withOfflineMode(System.getenv("KUBE_API_TEST_DIR") != null)
                .withStartupTimeout(120_000)
                .build());
    server.start();
    KubernetesClient client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(server.getKubeConfigYaml()))
            .build();
    try (var files = Files.list(Path.of("crds"))) {
      for (Path file : files.toList()) {
        client.load(Files.newInputStream(file)).serverSideApply();
      }
      client
          .apiextensions()
          .v1()
          .customResourceDefinitions()
          .list()
          .getItems()
          .forEach(
              definition ->
                  client
                      .resource(definition)
                      .waitUntilCondition(
                          now ->
                              now != null
                                  && now.getStatus() != null
                                  && now.getStatus().getConditions().stream()
                                      .anyMatch(
                                          condition ->
                                              condition.getType().equals("Established")
                                                  && condition.getStatus().equals("True")),
                          30,
                          TimeUnit.SECONDS));
    } catch (Exception e) {
      server.stop();
      throw new IllegalStateException("the custom resource definitions were not accepted", e);
    }
    return new Running(server, client);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == KubernetesClient.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return running(context).client();
  }
}
