package io.nuodb.backup.operator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.net.HttpURLConnection;

/** Creates Jobs whose names guard what they do. */
final class JobStarter {
  private JobStarter() {}

  /**
   * Returns the Job that has the name: the given one, or the one that was there before, when it is
   * the same owner's. The cache knows it from then on.
   *
   * @throws CreationRefusedException when the API server does not let it in
   */
  static <P extends HasMetadata> Job start(
      Job job, Context<P> context, InformerEventSource<Job, P> jobs) {
    try {
      return CachedCreation.create(context.getClient(), job, jobs);
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
      Job present = context.getClient().batch().v1().jobs().resource(job).get();
      if (present == null || !sameOwner(present, job)) {
        throw new CreationRefusedException(
            "the name of Job %s is taken by another owner's".formatted(job.getMetadata().getName()),
            e);
      }
      CachedCreation.remember(present, jobs);
      return present;
    }
  }

  private static boolean sameOwner(Job present, Job wanted) {
    String owner = wanted.getMetadata().getOwnerReferences().getFirst().getUid();
    return present.getMetadata().getOwnerReferences().stream()
        .anyMatch(reference -> reference.getUid().equals(owner));
  }
}
