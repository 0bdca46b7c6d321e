package io.nuodb.backup.apiserver;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The account that the Helm chart gives the operator, with what the chart permits it. */
public final class ServiceAccount {
  public static final String NAMESPACE = "default";

  private static final String RELEASE = "nuodb-backup-operator";

  /** As the API server knows the account. */
  public static final String USER = "system:serviceaccount:" + NAMESPACE + ":" + RELEASE;

  public static final List<String> GROUPS =
      List.of(
          "system:serviceaccounts", "system:serviceaccounts:" + NAMESPACE, "system:authenticated");

  private final KubernetesClient administrator;
  private final List<PolicyRule> rules;

  private ServiceAccount(KubernetesClient administrator, List<PolicyRule> rules) {
    this.administrator = administrator;
    this.rules = rules;
  }

  /**
   * Applies the chart's roles and bindings. Needs {@code helm} on the PATH.
   *
   * @param settings of the chart, as {@code helm --set} takes them
   */
  public static ServiceAccount ofChart(KubernetesClient administrator, String... settings)
      throws IOException, InterruptedException {
    List<PolicyRule> rules = new ArrayList<>();
    for (HasMetadata object : render(settings)) {
      if (object.getApiVersion().startsWith("rbac.authorization.k8s.io/")) {
        administrator.resource(object).serverSideApply();
      }
      boolean election = object.getMetadata().getName().endsWith("-leader-election");
      if (object instanceof ClusterRole role) {
        rules.addAll(role.getRules());
      } else if (object instanceof Role role && !election) {
        rules.addAll(role.getRules());
      }
    }
    return new ServiceAccount(administrator, rules);
  }

  private static List<HasMetadata> render(String... settings)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "helm",
                "template",
                RELEASE,
                "helm/" + RELEASE,
                "--namespace",
                NAMESPACE,
                "--set",
                "crds.install=false"));
    Stream.of(settings).forEach(setting -> command.addAll(List.of("--set", setting)));
    Process helm = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(helm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (helm.waitFor() != 0) {
      throw new IllegalStateException(output);
    }
    return Serialization.<Object>unmarshal(output) instanceof Collection<?> objects
        ? objects.stream().map(HasMetadata.class::cast).toList()
        : List.of();
  }

  /** All that the chart permits, but for leader election. */
  Set<RequestLog.Use> permitted() {
    return rules.stream()
        .flatMap(
            rule ->
                rule.getResources().stream()
                    .flatMap(
                        resource ->
                            rule.getVerbs().stream()
                                .map(
                                    verb ->
                                        new RequestLog.Use(
                                            verb, rule.getApiGroups().getFirst(), resource))))
        .collect(Collectors.toSet());
  }

  /** A client that the API server takes for the account's. */
  public KubernetesClient client(Interceptor... interceptors) {
    return InterceptedClient.of(
        new ConfigBuilder(administrator.getConfiguration())
            .withImpersonateUsername(USER)
            .withImpersonateGroups(GROUPS.toArray(String[]::new))
            .build(),
        interceptors);
  }
}
