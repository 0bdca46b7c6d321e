package io.nuodb.backup.operator;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.nuodb.backup.api.Api;
import io.nuodb.backup.api.BackupPolicy;
import io.nuodb.backup.api.BackupPolicySpec;
import io.nuodb.backup.api.BackupPolicySpec.Database;
import io.nuodb.backup.api.BackupPolicySpec.Schedules;
import io.nuodb.backup.api.BackupPolicySpec.StorageManagers;
import io.nuodb.backup.api.BackupSet;
import io.nuodb.backup.api.PodSelector;
import io.nuodb.backup.job.Cause;
import io.nuodb.backup.job.JobKind;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Policies, storage managers and the operator through a long time: the clock jumps from one moment
 * at which something happens to the next. Every policy has one storage manager.
 */
final class SimulatedYear implements AutoCloseable {
  static final String NAMESPACE = "nuodb";

  /** What happens within such a time is seen together; shorter than any deadline here. */
  private static final Duration STEP = Duration.ofMinutes(10);

  /** Something that happens whether the operator is there or not. */
  private record Happening(Instant time, String policy, Runnable what) {}

  final SimulatedApiServer server;
  final List<String> policies = new ArrayList<>();
  private final HandClock clock;
  private final Random random;
  private final KubernetesClient client;
  private final TestKubelet kubelet;
  private final PriorityQueue<Happening> happenings =
      new PriorityQueue<>(Comparator.comparing(Happening::time));
  private final Map<String, Integer> elements = new HashMap<>();
  private Optional<SteppedOperator> operator = Optional.empty();

  SimulatedYear(Instant start, long seed) {
    clock = new HandClock(start);
    random = new Random(seed);
    server = new SimulatedApiServer(clock);
    client = server.client();
    kubelet = new TestKubelet(client, NAMESPACE, clock);
  }

  void create(String policy, Schedules schedules) {
    Pod pod = TestDomain.storageManager(podOf(policy));
    pod.getMetadata().getLabels().put("database", policy);
    pod.getMetadata().setNamespace(NAMESPACE);
    client.resource(pod).create();
    setReady(policy, true);
    var object = new BackupPolicy();
    object.getMetadata().setNamespace(NAMESPACE);
    object.getMetadata().setName(policy);
    object.setSpec(
        new BackupPolicySpec(
            new Database(policy, null),
            null,
            new StorageManagers(new PodSelector(Map.of("database", policy), null)),
            "/var/opt/nuodb/backup",
            schedules,
            null,
            null,
            null,
            null,
            null));
    client.resource(object).create();
    policies.add(policy);
  }

  private static String podOf(String policy) {
    return "sm-database-nuodb-cluster0-" + policy + "-hotcopy-0";
  }

  BackupPolicy policy(String name) {
    return client.resources(BackupPolicy.class).inNamespace(NAMESPACE).withName(name).get();
  }

  void startOperator() {
    var started = new SteppedOperator(client, NAMESPACE, clock);
    started.awaitReconciled(policies);
    operator = Optional.of(started);
  }

  private void stopOperator() {
    operator.ifPresent(SteppedOperator::close);
    operator = Optional.empty();
  }

  void operatorIsDown(Instant from, Duration length) {
    happenings.add(new Happening(from, null, this::stopOperator));
    happenings.add(new Happening(from.plus(length), null, this::startOperator));
  }

  void storageManagerIsDown(String policy, Instant from, Duration length) {
    happenings.add(new Happening(from, policy, () -> setReady(policy, false)));
    happenings.add(new Happening(from.plus(length), policy, () -> setReady(policy, true)));
  }

  private void setReady(String policy, boolean ready) {
    client
        .pods()
        .inNamespace(NAMESPACE)
        .withName(podOf(policy))
        .editStatus(pod -> TestDomain.ready(pod, ready));
  }

  void runUntil(Instant end) {
    for (Instant next = next(); next.isBefore(end); next = next()) {
      clock.set(earlier(later(next, clock.instant()).plus(STEP), end));
      while (hasHappened(happenings.peek())) {
        happen();
      }
      operator.ifPresent(it -> it.wake(clock.instant()));
      server.newJobs().forEach(this::run);
      server.abandonedJobs().forEach(this::endAbandoned);
    }
    clock.set(end);
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private boolean hasHappened(Happening it) {
    return it != null && !it.time().isAfter(clock.instant());
  }

  private Instant next() {
    return Stream.concat(
            operator.flatMap(SteppedOperator::nextWakeUp).stream(),
            Optional.ofNullable(happenings.peek()).map(Happening::time).stream())
        .min(Instant::compareTo)
        .orElse(Instant.MAX);
  }

  /** What concerns the operator itself happens alone, everything else at once. */
  private void happen() {
    List<Happening> all = new ArrayList<>(List.of(happenings.poll()));
    while (all.getFirst().policy() != null
        && hasHappened(happenings.peek())
        && happenings.peek().policy() != null) {
      all.add(happenings.poll());
    }
    Runnable happen = () -> all.forEach(it -> it.what().run());
    if (operator.isPresent() && all.getFirst().policy() != null) {
      operator.get().hears(all.stream().map(Happening::policy).distinct().toList(), happen);
    } else {
      happen.run();
    }
  }

  /** They take minutes, and the pods of some hot copies never find a node. */
  private void run(Job job) {
    boolean hotCopy = JobKind.HOT_COPY.text().equals(kindOf(job));
    if (!hotCopy || random.nextInt(50) > 0) {
      long seconds = 5 + random.nextInt(280);
      happenings.add(
          new Happening(
              clock.instant().plusSeconds(seconds), policyOf(job), () -> end(asItIs(job))));
    }
  }

  private void endAbandoned(Job job) {
    Instant end = clock.instant().plusSeconds(1);
    happenings.add(new Happening(end, policyOf(job), () -> endAsItIs(job)));
  }

  /** The operator may be about to end it once more. */
  private void endAsItIs(Job job) {
    try {
      kubelet.loseResult(asItIs(job));
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw e;
      }
      endAsItIs(job);
    }
  }

  private Job asItIs(Job job) {
    return client.resource(job).get();
  }

  private static String kindOf(Job job) {
    return job.getMetadata().getLabels().get(Api.JOB_KIND_LABEL);
  }

  private static String policyOf(Job job) {
    return job.getMetadata().getLabels().get(Api.POLICY_LABEL);
  }

  /** One in twelve fails, and some leave no word. */
  private void end(Job job) {
    String kind = kindOf(job);
    if (JobKind.DISCOVER.text().equals(kind)) {
      kubelet.end(job, TestDomain.discovered(podOf(policyOf(job))));
    } else if (JobKind.INSPECT.text().equals(kind)) {
      kubelet.end(job, TestDomain.failed(Cause.HotCopyLost));
    } else if (random.nextInt(12) > 0) {
      succeed(job);
    } else if (random.nextInt(3) == 0) {
      kubelet.loseResult(job);
    } else {
      Cause[] causes = {Cause.HotCopyFailed, Cause.HotCopyContention, Cause.BackupVolumeFull};
      kubelet.end(job, TestDomain.failed(causes[random.nextInt(causes.length)]));
    }
  }

  private void succeed(Job job) {
    Map<String, String> annotations = job.getMetadata().getAnnotations();
    String set = annotations.get(Api.BACKUP_SET_ANNOTATION);
    boolean full = annotations.get(Api.TYPE_ANNOTATION).equals("full");
    int number = full ? 0 : elements.merge(set, 1, Integer::sum);
    kubelet.end(job, TestDomain.copied(job, number, clock.instant()));
    if (full) {
      forgetOldSets(job);
    }
  }

  /** As a person would who keeps three. */
  private void forgetOldSets(Job job) {
    String policy = policyOf(job);
    List<BackupSet> sets =
        client.resources(BackupSet.class).inNamespace(NAMESPACE).list().getItems().stream()
            .filter(set -> set.getSpec().policyRef().name().equals(policy))
            .sorted(Comparator.comparing(set -> set.getMetadata().getCreationTimestamp()))
            .toList();
    sets.subList(0, Math.max(0, sets.size() - 3)).forEach(set -> client.resource(set).delete());
  }

  @Override
  public void close() {
    stopOperator();
    client.close();
    server.close();
  }
}
