package io.nuodb.backup.operator;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.javaoperatorsdk.operator.processing.event.source.informer.TransformingItemStore;
import java.util.List;

/**
 * How watched objects are kept: without what nobody here reads of them, such as managedFields,
 * which are often half of an object.
 */
final class Caches {
  /**
   * How many objects are read at once when a cache is filled: few enough that what is not pruned
   * yet takes little memory, and enough for few requests at the start.
   */
  static final long PAGE = 500;

  private static final Cache<Version, HasMetadata> SHARED =
      Caffeine.newBuilder().weakValues().build();

  private record Version(String uid, String resourceVersion) {}

  private Caches() {}

  /** For objects that several controllers watch, each with a cache of its own: they are one. */
  static <T extends HasMetadata> ItemStore<T> shared() {
    return new TransformingItemStore<>(Caches::known);
  }

  /** The same for what a controller is for, as an annotation names it. */
  public static final class Shared<T extends HasMetadata> extends TransformingItemStore<T> {
    public Shared() {
      super(Caches::known);
    }
  }

  /** For Jobs, by what they say of themselves and how they go, and the volumes of their pods. */
  static ItemStore<Job> jobs() {
    return new TransformingItemStore<>(
        job -> {
          job.getSpec().getTemplate().getSpec().setContainers(List.of());
          return pruned(job);
        });
  }

  /** For the pods of Jobs, by how they go. */
  static ItemStore<Pod> jobPods() {
    return new TransformingItemStore<>(
        pod -> {
          pod.setSpec(null);
          return pruned(pod);
        });
  }

  /** For the pods of storage managers, which tell where they run and what they mount. */
  static ItemStore<Pod> storageManagers() {
    return new TransformingItemStore<>(Caches::pruned);
  }

  private static <T extends HasMetadata> T pruned(T object) {
    object.getMetadata().setManagedFields(null);
    return object;
  }

  private static <T extends HasMetadata> T known(T object) {
    ObjectMeta metadata = pruned(object).getMetadata();
    var version = new Version(metadata.getUid(), metadata.getResourceVersion());
    @SuppressWarnings("unchecked")
    T known = (T) SHARED.get(version, _ -> object);
    return known;
  }
}
