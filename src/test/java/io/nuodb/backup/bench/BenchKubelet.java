package io.nuodb.backup.bench;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.nuodb.backup.api.Api;
import io.nuodb.backup.api.HotCopyType;
import io.nuodb.backup.job.JobKind;
import io.nuodb.backup.operator.TestDomain;
import io.nuodb.backup.operator.TestKubelet;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Watches Jobs, notes when each is first seen, and plays the kubelet for them: storage managers are
 * found at once, hot copies succeed after some seconds.
 */
final class BenchKubelet implements AutoCloseable {
  private static final long SHORTEST_HOT_COPY_MILLIS = 5_000;
  private static final long LONGEST_HOT_COPY_MILLIS = 20_000;

  /** A due time of one storage manager. */
  record Due(String pod, Instant time) {}

  private final ScheduledExecutorService ends = Executors.newScheduledThreadPool(2);
  private final Map<String, Integer> elementsOfSet = new ConcurrentHashMap<>();
  private final Map<Due, Duration> delays = new ConcurrentHashMap<>();
  private final TestKubelet kubelet;
  private final SharedIndexInformer<Job> watch;

  BenchKubelet(KubernetesClient client, String namespace) {
    this.kubelet = new TestKubelet(client, namespace);
    this.watch = client.batch().v1().jobs().inNamespace(namespace).inform(new Jobs());
  }

  /** Returns how long after its due time each hot copy's first Job was seen. */
  Map<Due, Duration> delays() {
    return Map.copyOf(delays);
  }

  private final class Jobs implements ResourceEventHandler<Job> {
    @Override
    public void onAdd(Job job) {
      Instant seen = Instant.now();
      attempt(() -> added(job, seen));
    }

    @Override
    public void onUpdate(Job before, Job after) {
      // only what is new counts
    }

    @Override
    public void onDelete(Job job, boolean finalStateUnknown) {
      // the operator tidies up
    }
  }

  private void added(Job job, Instant seen) {
    Map<String, String> annotations = job.getMetadata().getAnnotations();
    String kind = job.getMetadata().getLabels().get(Api.JOB_KIND_LABEL);
    if (kind.equals(JobKind.DISCOVER.text())) {
      ends.execute(() -> attempt(() -> kubelet.end(job, TestDomain.discovered(podOf(job)))));
    } else if (kind.equals(JobKind.HOT_COPY.text())) {
      Instant due = Instant.parse(annotations.get(Api.SCHEDULED_TIME_ANNOTATION));
      delays.putIfAbsent(
          new Due(annotations.get(Api.POD_ANNOTATION), due), Duration.between(due, seen));
      long millis =
          ThreadLocalRandom.current().nextLong(SHORTEST_HOT_COPY_MILLIS, LONGEST_HOT_COPY_MILLIS);
      ends.schedule(() -> attempt(() -> endHotCopy(job)), millis, TimeUnit.MILLISECONDS);
    } else {
      System.err.println("Nobody ends " + job.getMetadata().getName() + ", of kind " + kind);
    }
  }

  /** Every policy of the bench is named as the one pod that it selects. */
  private static String podOf(Job job) {
    return job.getMetadata().getLabels().get(Api.POLICY_LABEL);
  }

  private void endHotCopy(Job job) {
    Map<String, String> annotations = job.getMetadata().getAnnotations();
    String set = annotations.get(Api.BACKUP_SET_ANNOTATION);
    boolean full = annotations.get(Api.TYPE_ANNOTATION).equals(HotCopyType.FULL.text());
    int element = full ? 0 : elementsOfSet.merge(set, 1, Integer::sum);
    kubelet.end(job, TestDomain.copied(job, element, Instant.now()));
  }

  /** Other threads would swallow what fails. */
  private static void attempt(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | Error e) {
      System.err.println("A Job could not be watched and ended: " + e);
    }
  }

  @Override
  public void close() {
    watch.close();
    ends.shutdownNow();
  }
}
