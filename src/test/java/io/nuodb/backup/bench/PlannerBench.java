package io.nuodb.backup.bench;

import io.nuodb.backup.api.BackupPolicyStatus;
import io.nuodb.backup.api.BackupSet;
import io.nuodb.backup.api.BackupSetStatus;
import io.nuodb.backup.operator.TestDomain;
import io.nuodb.backup.plan.Discovery;
import io.nuodb.backup.plan.DiscoveryLaunch;
import io.nuodb.backup.plan.HotCopySlots;
import io.nuodb.backup.plan.ObservedJob;
import io.nuodb.backup.plan.ObservedSet;
import io.nuodb.backup.plan.ObservedStorageManager;
import io.nuodb.backup.plan.PolicyObservation;
import io.nuodb.backup.plan.PolicyPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures what the operator thinks, without a cluster: the plans of many policies that are due.
 */
@Command(name = "planner", mixinStandardHelpOptions = true)
final class PlannerBench implements Callable<Integer> {
  private static final int WARM_UPS = 20;
  private static final int RUNS = 21;
  private static final Instant CREATED = Instant.parse("2026-11-20T10:00:00Z");
  private static final Instant DUE = Instant.parse("2026-11-20T10:15:00Z");

  @Option(names = "--policies", defaultValue = "1000", description = "Policies planned for.")
  private int policies;

  @Option(names = "--sets", defaultValue = "10", description = "Backup sets of each policy.")
  private int sets;

  @Option(names = "--json", required = true, description = "File of flat numbers to merge into.")
  private Path json;

  @Override
  public Integer call() throws Exception {
    List<PolicyObservation> observations =
        IntStream.range(0, policies).mapToObj(i -> observation("sm-" + i)).toList();
    var samples = new Samples();
    for (int run = 0; run < WARM_UPS + RUNS; run++) {
      long begin = System.nanoTime();
      long launches =
          observations.stream().mapToLong(it -> PolicyPlan.of(it, DUE).hotCopies().size()).sum();
      Duration duration = Duration.ofNanos(System.nanoTime() - begin);
      if (launches != policies) {
        throw new IllegalStateException("%d hot copies were planned".formatted(launches));
      }
      if (run >= WARM_UPS) {
        samples.add(duration);
      }
    }
    BenchNumbers numbers = new BenchNumbers();
    numbers.put("planner_1000_ms", samples.medianSeconds() * 1000);
    numbers.mergeInto(json);
    return 0;
  }

  /** A policy whose archive is known, and whose journal hot copy is due. */
  private PolicyObservation observation(String name) {
    List<ObservedSet> observedSets =
        ScaleSets.of(name, sets, CREATED).stream().map(PlannerBench::observed).toList();
    PolicyObservation first = observation(name, Optional.empty(), List.of(), observedSets);
    DiscoveryLaunch launch = PolicyPlan.of(first, CREATED).discovery().orElseThrow();
    var answer =
        new ObservedJob(
            launch.job(), CREATED, Optional.of(CREATED), Optional.of(TestDomain.discovered(name)));
    var discovery = new Discovery(launch.selection(), launch.attempt(), answer);
    PolicyObservation discovered =
        observation(name, Optional.empty(), List.of(discovery), observedSets);
    BackupPolicyStatus status = PolicyPlan.of(discovered, CREATED).status();
    return observation(name, Optional.of(status), List.of(discovery), observedSets);
  }

  private static PolicyObservation observation(
      String name,
      Optional<BackupPolicyStatus> status,
      List<Discovery> discoveries,
      List<ObservedSet> sets) {
    return new PolicyObservation(
        name,
        "uid-of-" + name,
        CREATED,
        1,
        ScalePolicies.policy(name, "*/15 * * * *").getSpec(),
        status,
        List.of(
            new ObservedStorageManager(
                name, "uid", CREATED, true, Optional.empty(), Optional.of(ScaleSets.root(name)))),
        List.of(),
        List.of(),
        discoveries,
        List.of(),
        sets,
        Map.of(),
        HotCopySlots.UNLIMITED,
        Duration.ofMinutes(15));
  }

  private static ObservedSet observed(BackupSet set) {
    return new ObservedSet(
        set.getMetadata().getName(),
        1,
        ScaleSets.hotCopyJob(set.getMetadata().getName()),
        BackupSetStatus.Type.Full,
        set.getStatus().recoverable().from(),
        set.getStatus().storageManager(),
        Optional.of(set.getStatus()),
        Optional.empty());
  }
}
