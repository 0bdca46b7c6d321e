package io.nuodb.backup.operator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.javaoperatorsdk.operator.processing.event.source.informer.TransformingItemStore;

/** How watched objects are kept. */
final class Caches {
  private Caches() {}

  /** Without managedFields, which are often half of an object and of no use here. */
  static <T extends HasMetadata> ItemStore<T> pruned() {
    return new TransformingItemStore<>(
        object -> {
          object.getMetadata().setManagedFields(null);
          return object;
        });
  }
}
