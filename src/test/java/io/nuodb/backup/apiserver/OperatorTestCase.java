package io.nuodb.backup.apiserver;

import static io.nuodb.backup.operator.TestDomain.POD;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.nuodb.backup.operator.TestKubelet;
import io.nuodb.backup.operator.TestNamespace;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test of the reconcilers on a real API server: each has a namespace of its own, which warns of
 * pods outside the restricted profile, with one storage manager's pod.
 */
@Tag("api-server")
@ExtendWith(ApiServer.class)
abstract class OperatorTestCase {
  final KubernetesClient client;
  final String name = "test-" + UUID.randomUUID();
  final TestNamespace namespace;
  final TestKubelet kubelet;

  OperatorTestCase(KubernetesClient client) {
    this.client = client;
    this.namespace = new TestNamespace(client, name);
    this.kubelet = new TestKubelet(client, name);
  }

  @BeforeEach
  void createNamespace() {
    client
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels("pod-security.kubernetes.io/warn", "restricted")
                .endMetadata()
                .build())
        .create();
    namespace.runPod(POD, true);
  }

  @AfterEach
  void clear() {
    namespace.clear();
  }
}
