package io.nuodb.backup.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The cluster of {@code KUBECONFIG} with the operator, installed by its Helm chart, and a simulated
 * domain in a namespace of its own; one for all tests of a run. Gives tests the {@link
 * SimulatedDomain}; when one fails, keeps what is needed to see why.
 */
public final class Installation implements BeforeAllCallback, AfterEachCallback, ParameterResolver {
  static final String OPERATOR_NAMESPACE = "nuodb-backup";
  static final String IMAGE_PREFIX = System.getenv().getOrDefault("IMAGE_PREFIX", "localhost/");

  private static final ExtensionContext.Namespace STORE =
      ExtensionContext.Namespace.create(Installation.class);
  private static final AtomicInteger FAILURES = new AtomicInteger();

  private record Installed(KubernetesClient client, SimulatedDomain domain)
      implements AutoCloseable {
    @Override
    public void close() {
      if (FAILURES.get() == 0) {
        domain.delete();
      }
      client.close();
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    installed(context);
  }

  private static Installed installed(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(STORE)
        .computeIfAbsent(Installed.class, key -> install(), Installed.class);
  }

  private static Installed install() {
    KubernetesClient client = new KubernetesClientBuilder().build();
    try {
      Commands.runHere(
          "helm",
          "upgrade",
          "--install",
          "nuodb-backup-operator",
          "helm/nuodb-backup-operator",
          "--namespace",
          OPERATOR_NAMESPACE,
          "--create-namespace",
          "--set",
          "image.repository=" + IMAGE_PREFIX + "nuodb-backup-operator",
          // Another value each time, so that the pods run the images as they are now.
          "--set-string",
          "podAnnotations.installed=" + System.currentTimeMillis(),
          "--wait",
          "--timeout",
          "5m");
      return new Installed(client, SimulatedDomain.start(client, "nuodb-test"));
    } catch (Exception e) {
      Evidence.collect(client, "installation", OPERATOR_NAMESPACE, "nuodb-test");
      throw new IllegalStateException("the operator or the simulated domain did not start", e);
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (context.getExecutionException().isPresent()) {
      FAILURES.incrementAndGet();
      Installed installed = installed(context);
      Evidence.collect(
          installed.client(),
          context.getRequiredTestClass().getSimpleName() + "." + context.getDisplayName(),
          OPERATOR_NAMESPACE,
          installed.domain().namespace());
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == SimulatedDomain.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return installed(context).domain();
  }
}
