package io.nuodb.backup.operator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;

/**
 * Creates objects that their cache knows at once. The framework's own operation fails with a
 * NullPointerException, and hides the server's answer, where somebody else's creation of the same
 * object is seen before that answer.
 */
final class CachedCreation {
  private CachedCreation() {}

  /**
   * @throws CreationRefusedException when the API server does not let it in
   */
  static <R extends HasMetadata> R create(
      KubernetesClient client, R object, InformerEventSource<R, ?> cache) {
    R created = CreationRefusedException.told(() -> client.resource(object).create());
    remember(created, cache);
    return created;
  }

  /** For an object that was found on the server; a newer version in the cache stays. */
  static <R extends HasMetadata> void remember(R object, InformerEventSource<R, ?> cache) {
    cache.handleRecentResourceCreate(ResourceID.fromResource(object), object);
  }
}
