package io.nuodb.backup.bench;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** Notes when each Job of a namespace is first seen. */
final class StartWatch implements AutoCloseable, ResourceEventHandler<Job> {
  private static final Duration POLL = Duration.ofMillis(20);

  /** A Job as it was made. */
  record Seen(Job job, Instant time) {}

  private final Map<String, Seen> seen = new ConcurrentHashMap<>();
  private final Predicate<Job> wanted;
  private final SharedIndexInformer<Job> watch;

  /**
   * @param wanted which Jobs are noted
   */
  StartWatch(KubernetesClient client, String namespace, Predicate<Job> wanted) {
    this.wanted = wanted;
    this.watch = client.batch().v1().jobs().inNamespace(namespace).inform(this);
  }

  @Override
  public void onAdd(Job job) {
    Instant now = Instant.now();
    if (wanted.test(job)) {
      seen.putIfAbsent(job.getMetadata().getName(), new Seen(job, now));
    }
  }

  @Override
  public void onUpdate(Job before, Job after) {
    // only what is new counts
  }

  @Override
  public void onDelete(Job job, boolean finalStateUnknown) {
    // it was seen
  }

  /** Waits until so many were seen. */
  List<Seen> await(int count, Duration atMost) {
    Awaitility.await(count + " Jobs")
        .atMost(atMost)
        .pollInterval(POLL)
        .until(() -> seen.size() >= count);
    return List.copyOf(seen.values());
  }

  @Override
  public void close() {
    watch.close();
  }
}
