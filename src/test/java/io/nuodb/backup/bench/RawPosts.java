package io.nuodb.backup.bench;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.nuodb.backup.api.Api;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.awaitility.Awaitility;

/** What the API server needs to take Jobs in from a client that does nothing else. */
final class RawPosts {
  private static final String NAMESPACE = "raw-posts";
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private RawPosts() {}

  /**
   * Posts the Jobs to a namespace of their own, 32 at a time, and deletes them.
   *
   * @param poster the client that posts
   * @param admin the client of an administrator
   * @return how long until all of them are there
   */
  static Duration post(List<Job> jobs, KubernetesClient poster, KubernetesClient admin)
      throws InterruptedException, ExecutionException {
    List<Job> copies = jobs.stream().map(RawPosts::copy).toList();
    Namespace namespace =
        new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build();
    admin.resource(namespace).create();
    try {
      Instant begin = Instant.now();
      InParallel.forEach(copies, job -> poster.resource(job).create());
      return Duration.between(begin, Instant.now());
    } finally {
      delete(admin);
    }
  }

  /** Waits for the pods, too, which would burden what is measured next. */
  private static void delete(KubernetesClient client)
      throws InterruptedException, ExecutionException {
    var jobs = client.batch().v1().jobs().inNamespace(NAMESPACE);
    // One request for all of them would outlast the client's patience.
    InParallel.forEach(
        jobs.list().getItems(),
        job ->
            jobs.withName(job.getMetadata().getName())
                .withPropagationPolicy(DeletionPropagation.BACKGROUND)
                .delete());
    Awaitility.await("the end of all pods")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> client.pods().inNamespace(NAMESPACE).list().getItems().isEmpty());
  }

  /** The same but for what the API server gave it, and unknown to the operator. */
  private static Job copy(Job job) {
    ObjectMeta metadata =
        new ObjectMetaBuilder()
            .withName(job.getMetadata().getName())
            .withNamespace(NAMESPACE)
            .withLabels(job.getMetadata().getLabels())
            .addToLabels(Api.MANAGED_BY_LABEL, "bench")
            .withAnnotations(job.getMetadata().getAnnotations())
            .build();
    return new JobBuilder(job)
        .withMetadata(metadata)
        .editSpec()
        .withSelector(null)
        .editTemplate()
        .withMetadata(new ObjectMetaBuilder().withLabels(metadata.getLabels()).build())
        .endTemplate()
        .endSpec()
        .withStatus(null)
        .build();
  }
}
