package io.nuodb.backup.bench;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.nuodb.backup.api.Api;
import io.nuodb.backup.api.HotCopyType;
import io.nuodb.backup.bench.StartWatch.Seen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures the packaged operator with many policies: all due at once, due minute after minute, at
 * rest, and after a crash. What it asks the API server to write for a hot copy is counted.
 */
@Command(name = "scale", mixinStandardHelpOptions = true)
final class ScaleBench implements Callable<Integer> {
  /** From a change of all schedules to the first time that they are due: all are planned. */
  private static final Duration AHEAD = Duration.ofSeconds(60);

  /** Before a due time; from here on what the operator writes is for the hot copies. */
  private static final Duration MARGIN = Duration.ofSeconds(5);

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** The Job of a hot copy goes when nothing needs it any more. */
  private static final int DELETION = 1;

  @Option(names = "--directory", required = true, description = "For logs and settings.")
  private Path directory;

  @Option(names = "--policies", defaultValue = "1000", description = "With one archive each.")
  private int count;

  @Option(names = "--sets", defaultValue = "10", description = "Backup sets of each policy.")
  private int sets;

  @Option(names = "--minutes", defaultValue = "10", description = "Over which copies are spread.")
  private int minutes;

  @Option(names = "--rest", defaultValue = "180", description = "Seconds of rest measured.")
  private int rest;

  @Option(names = "--memory", defaultValue = "640Mi", description = "The operator's limit.")
  private String memory;

  @Option(names = "--json", required = true, description = "File of flat numbers to merge into.")
  private Path json;

  private final BenchNumbers numbers = new BenchNumbers();
  private ScaleCluster cluster;
  private ScalePolicies policies;

  @Override
  public Integer call() throws Exception {
    Runtime.getRuntime().addShutdownHook(new Thread(ScaleBench::stopPrograms));
    try (var started = ScaleCluster.start(directory);
        var created = new ScalePolicies(started.client(), count)) {
      cluster = started;
      policies = created;
      tell("creating %d policies with %d sets each", count, sets);
      policies.create(sets);
      measure();
    }
    numbers.mergeInto(json);
    return 0;
  }

  private void measure() throws Exception {
    try (OperatorProcess operator = startOperator("operator")) {
      tell("the operator has started");
      policies.await("a plan", ScalePolicies::isPlanned);
      policies.await("the end of all Jobs", ScalePolicies::isIdle);
      launchAtOnce(HotCopyType.JOURNAL);
      launchOverMinutes(HotCopyType.INCREMENTAL);
      launchByToken();
      measureAtRest(operator);
      operator.kill();
    }
    measureRestart();
  }

  /** Also when the bench is interrupted, all programs end with it. */
  private static void stopPrograms() {
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
  }

  /**
   * @param name of the directory for its log
   */
  private OperatorProcess startOperator(String name) throws IOException {
    return OperatorProcess.startAsServiceAccount(
        cluster.kubeConfig(),
        Quantity.parse(memory),
        Files.createDirectories(directory.resolve(name)));
  }

  private void launchAtOnce(HotCopyType type) throws Exception {
    Instant due = nextDueTime();
    List<Seen> seen = launch(type, i -> due);
    Duration launched =
        Duration.between(due, cluster.auditLog().lastJob(ScalePolicies.NAMESPACE, due));
    Duration posted = post(seen.stream().map(Seen::job).toList());
    numbers.put("launch_1000_s", seconds(launched));
    numbers.put("raw_posts_1000_s", seconds(posted));
    numbers.put("launch_1000_vs_raw_posts", seconds(launched) / seconds(posted));
  }

  private Duration post(List<Job> jobs) throws Exception {
    try (KubernetesClient poster = cluster.operatorsClient()) {
      return RawPosts.post(jobs, poster, cluster.client());
    }
  }

  private void launchOverMinutes(HotCopyType type) throws Exception {
    Instant first = nextDueTime();
    List<Seen> seen = launch(type, i -> first.plus(i % minutes, ChronoUnit.MINUTES));
    Samples samples = new Samples();
    seen.forEach(it -> samples.add(Duration.between(dueTime(it), it.time())));
    numbers.put("start_lag_p99_s", samples.percentileSeconds(99));
    numbers.put("start_lag_median_s", samples.medianSeconds());
    numbers.put("start_lag_max_s", samples.maximumSeconds());
  }

  private Instant nextDueTime() {
    return Instant.now().plus(AHEAD).truncatedTo(ChronoUnit.MINUTES).plusSeconds(60);
  }

  /** Returns the Jobs of hot copies that each policy was due for once; all have ended. */
  private List<Seen> launch(HotCopyType type, IntFunction<Instant> due) throws Exception {
    Instant first = due.apply(0);
    tell("%s hot copies of %d policies, due from %s on", type.text(), count, first);
    policies.edit(i -> schedule(type, due.apply(i)));
    policies.await("a plan", ScalePolicies::isPlanned);
    Duration left = Duration.between(Instant.now(), first.minus(MARGIN));
    if (left.isNegative()) {
      throw new IllegalStateException("the policies could not be planned before they were due");
    }
    Thread.sleep(left);
    return watch(type, first.minus(MARGIN));
  }

  /** Nothing is counted of this but what the operator writes. */
  private void launchByToken() throws Exception {
    tell("full hot copies of %d policies, by token", count);
    Instant begin = Instant.now();
    policies.edit(i -> "{\"onDemand\": {\"full\": \"bench\"}}");
    watch(HotCopyType.FULL, begin);
  }

  /** Returns the Jobs of one hot copy of each policy, once all have ended. */
  private List<Seen> watch(HotCopyType type, Instant from) throws Exception {
    try (StartWatch watch =
        new StartWatch(
            cluster.client(), ScalePolicies.NAMESPACE, job -> isHotCopy(job, type, from))) {
      List<Seen> seen = watch.await(count, PATIENCE.plusMinutes(minutes));
      policies.await(
          "the end of a %s hot copy".formatted(type.text()),
          policy -> ScalePolicies.isIdle(policy) && ScalePolicies.succeeded(policy, type, from));
      Thread.sleep(MARGIN);
      putWrites(type, from);
      return seen;
    }
  }

  private static boolean isHotCopy(Job job, HotCopyType type, Instant from) {
    Map<String, String> annotations = job.getMetadata().getAnnotations();
    return type.text().equals(annotations.get(Api.TYPE_ANNOTATION))
        && !Instant.parse(job.getMetadata().getCreationTimestamp())
            .isBefore(from.truncatedTo(ChronoUnit.SECONDS));
  }

  private static String schedule(HotCopyType type, Instant due) {
    ZonedDateTime time = due.atZone(ZoneOffset.UTC);
    return "{\"schedules\": {\"%s\": {\"cron\": \"%d %d %d %d *\"}}}"
        .formatted(
            type.text(),
            time.getMinute(),
            time.getHour(),
            time.getDayOfMonth(),
            time.getMonthValue());
  }

  private static Instant dueTime(Seen seen) {
    return Instant.parse(
        seen.job().getMetadata().getAnnotations().get(Api.SCHEDULED_TIME_ANNOTATION));
  }

  /** What the operator deletes now belongs to earlier hot copies. */
  private void putWrites(HotCopyType type, Instant from) throws IOException {
    Map<String, Long> writes = cluster.auditLog().operatorsWrites(from, Instant.now());
    tell("the operator's writes: %s", writes);
    long withoutDeletions =
        writes.entrySet().stream()
            .filter(request -> !request.getKey().startsWith("delete "))
            .mapToLong(Map.Entry::getValue)
            .sum();
    numbers.put("api_writes_" + type.text(), (double) withoutDeletions / count + DELETION);
  }

  private void measureAtRest(OperatorProcess operator) throws Exception {
    tell("%d s of rest", rest);
    Instant begin = Instant.now();
    Duration before = operator.cpuTime();
    Thread.sleep(Duration.ofSeconds(rest));
    Duration used = operator.cpuTime().minus(before);
    numbers.put(
        "operator_cpu_1000_pct",
        100 * seconds(used) / seconds(Duration.between(begin, Instant.now())));
    numbers.put("operator_rss_1000_mib", operator.residentMib());
  }

  /** All specs are changed while no operator runs, so that each tells when it was planned with. */
  private void measureRestart() throws Exception {
    policies.edit(i -> "{\"hotCopy\": {\"timeout\": \"23h\"}}");
    Instant begin = Instant.now();
    try (OperatorProcess _ = startOperator("restarted-operator")) {
      policies.await("a plan", ScalePolicies::isPlanned);
      numbers.put("plan_ready_1000_s", seconds(Duration.between(begin, Instant.now())));
    }
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  private static void tell(String what, Object... values) {
    System.err.printf(
        "%s  %s%n", LocalTime.now().truncatedTo(ChronoUnit.SECONDS), what.formatted(values));
  }
}
