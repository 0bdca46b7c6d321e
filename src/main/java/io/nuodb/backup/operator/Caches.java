package io.nuodb.backup.operator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.javaoperatorsdk.operator.processing.event.source.informer.TransformingItemStore;

/** How watched objects are kept. */
final class Caches {
  /**
   * How many objects are read at once when a cache is filled. All of them at once would take many
   * times the memory that they take once they are pruned.
   */
  static final long PAGE = 100;

  private Caches() {}

  /** Without managedFields, which are often half of an object and of no use here. */
  static <T extends HasMetadata> ItemStore<T> pruned() {
    return new TransformingItemStore<>(Caches::withoutManagedFields);
  }

  private static <T extends HasMetadata> T withoutManagedFields(T object) {
    object.getMetadata().setManagedFields(null);
    return object;
  }

  /** The same for what a controller is for, as an annotation names it. */
  public static final class Pruned<T extends HasMetadata> extends TransformingItemStore<T> {
    public Pruned() {
      super(Caches::withoutManagedFields);
    }
  }
}
