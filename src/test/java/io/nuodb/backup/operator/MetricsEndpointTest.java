package io.nuodb.backup.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.KubernetesServer;
import io.quarkus.test.kubernetes.client.KubernetesTestServer;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The operator as it is packaged, on a server that plays the API server. */
@QuarkusTest
@WithKubernetesTestServer
@TestProfile(MetricsEndpointTest.Started.class)
class MetricsEndpointTest {
  /** Tests do not start the operator of themselves. */
  public static final class Started implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("quarkus.operator-sdk.start-operator", "true");
    }
  }

  @TestHTTPResource("/q/metrics")
  URI metrics;

  @KubernetesTestServer KubernetesServer server;

  @Test
  void servesWhatAlertsAskForAndTheSdksMetrics() throws Exception {
    var namespace = new TestNamespace(server.getClient(), "nuodb");
    namespace.create(TestDomain.policy(null));
    awaitText("nuodb_backup_policy_ready{namespace=\"nuodb\",policy=\"demo\",} 0.0");
    namespace.runPod(TestDomain.POD, true);
    // The SDK counts the policy's own event and the pod's with different labels.
    awaitText("events_received_total{action=\"ADDED\",controller_name=\"backuppolicy\"");
    awaitText("events_received_total{action=\"none\",controller_name=\"backuppolicy\"");
    String text = scrape();
    assertThat(AlertRules.metrics())
        .allSatisfy(name -> assertThat(text).contains("# HELP " + name + " "));
  }

  private void awaitText(String sample) {
    await(sample).atMost(Duration.ofSeconds(20)).until(() -> scrape().contains(sample));
  }

  private String scrape() throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(metrics).header("Accept", "text/plain").build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
  }
}
