package io.nuodb.backup.apiserver;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.Interceptor;

/** Clients whose requests a test listens to or interferes with. */
final class InterceptedClient {
  private InterceptedClient() {}

  static KubernetesClient of(KubernetesClient client, Interceptor... interceptors) {
    return of(client.getConfiguration(), interceptors);
  }

  static KubernetesClient of(Config config, Interceptor... interceptors) {
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withHttpClientBuilderConsumer(
            builder -> {
              for (Interceptor interceptor : interceptors) {
                builder.addOrReplaceInterceptor(interceptor.getClass().getName(), interceptor);
              }
            })
        .build();
  }
}
