package io.nuodb.backup.operator;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The volumes that storage managers keep their journals on, as far as journal hot copies may look
 * at them. A journal hot copy is worth more than a look: what is not known yet is not mounted, and
 * what kept a pod from running is not mounted again.
 */
final class JournalVolumes {
  private static final String ONE_POD_ONLY = "ReadWriteOncePod";

  /** By claim; what a claim permits does not change while a pod uses it. */
  private final Map<ResourceID, Known> known = new ConcurrentHashMap<>();

  private record Known(String podUid, boolean mountable) {
    boolean isOf(Pod pod) {
      return podUid.equals(pod.getMetadata().getUid());
    }
  }

  /** The one to mount beside the storage manager, on its node. */
  Optional<JournalVolume> mountable(Pod storageManager) {
    return StorageManagerPod.journalClaim(storageManager)
        .filter(_ -> StorageManagerPod.node(storageManager).isPresent())
        .filter(
            claim -> {
              Known known = this.known.get(id(storageManager, claim));
              return known != null && known.isOf(storageManager) && known.mountable();
            })
        .map(JournalVolume::new);
  }

  /** Finds out whether it can be mounted, unless that is known; asks the API server. */
  void learn(Pod storageManager, KubernetesClient client) {
    Optional<String> name = StorageManagerPod.journalClaim(storageManager);
    if (name.isEmpty()) {
      return;
    }
    ResourceID id = id(storageManager, name.get());
    Known before = known.get(id);
    if (before == null || !before.isOf(storageManager)) {
      permits(id, client)
          .ifPresent(
              mountable ->
                  known.put(id, new Known(storageManager.getMetadata().getUid(), mountable)));
    }
  }

  /** The pod of a Job did not come to run, for which the volume may be the cause. */
  void avoid(Job job) {
    JournalVolume.of(job)
        .ifPresent(
            volume ->
                known.computeIfPresent(
                    new ResourceID(volume.claim(), job.getMetadata().getNamespace()),
                    (_, before) -> new Known(before.podUid(), false)));
  }

  /** Empty when the API server does not tell now. */
  private static Optional<Boolean> permits(ResourceID id, KubernetesClient client) {
    try {
      PersistentVolumeClaim claim =
          client
              .persistentVolumeClaims()
              .inNamespace(id.getNamespace().orElseThrow())
              .withName(id.getName())
              .get();
      return Optional.of(claim != null && !claim.getSpec().getAccessModes().contains(ONE_POD_ONLY));
    } catch (KubernetesClientException e) {
      // Rights that an older chart does not give are no cause to ask again and again.
      return e.getCode() == HttpURLConnection.HTTP_FORBIDDEN
          ? Optional.of(false)
          : Optional.empty();
    }
  }

  private static ResourceID id(Pod storageManager, String claim) {
    return new ResourceID(claim, storageManager.getMetadata().getNamespace());
  }
}
