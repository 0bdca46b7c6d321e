package io.nuodb.backup.operator;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.nuodb.backup.api.Condition;
import io.nuodb.backup.plan.BackupMeasure;
import io.nuodb.backup.plan.BackupMeasures;
import io.nuodb.backup.plan.Conditions;
import io.nuodb.backup.plan.MissedRuns;
import io.nuodb.backup.plan.PolicyObservation;
import io.nuodb.backup.plan.PolicyPlan;
import io.prometheus.client.Collector;
import io.prometheus.client.CounterMetricFamily;
import io.prometheus.client.GaugeMetricFamily;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The metrics of the operator's policies, in Prometheus' format. They are made anew at each scrape
 * from what was last reported of each policy, so that a policy, unit or type that is gone leaves no
 * series.
 */
public final class PolicyMetrics extends Collector {
  private static final List<String> POLICY = List.of("namespace", "policy");
  private static final List<String> SERIES = List.of("namespace", "policy", "unit", "type");
  private static final List<String> REASON =
      List.of("namespace", "policy", "unit", "type", "reason");

  private final Clock clock;
  private final Map<ResourceID, Report> reports = new ConcurrentHashMap<>();
  private volatile Predicate<ResourceID> known = _ -> true;
  private volatile boolean leading;

  /**
   * What was last told of a policy.
   *
   * @param missed how often since the operator's start, by labels
   */
  private record Report(
      boolean ready, List<BackupMeasure> measures, Map<List<String>, Long> missed) {
    Optional<BackupMeasure> measureLike(BackupMeasure other) {
      return measures.stream()
          .filter(it -> it.unit().equals(other.unit()) && it.type() == other.type())
          .findFirst();
    }
  }

  public PolicyMetrics(Clock clock) {
    this.clock = clock;
  }

  /** From now on this operator works, and no other one. */
  void lead() {
    leading = true;
  }

  /** Says which policies exist: the others' series are dropped at the next scrape. */
  void knownBy(Predicate<ResourceID> exists) {
    known = exists;
  }

  /**
   * @param reported what was written of the policy
   */
  void report(ResourceID policy, PolicyObservation observed, PolicyPlan reported) {
    reports.compute(
        policy, (id, before) -> next(id, Optional.ofNullable(before), observed, reported));
  }

  private Report next(
      ResourceID policy, Optional<Report> before, PolicyObservation observed, PolicyPlan reported) {
    List<BackupMeasure> measures =
        BackupMeasures.of(observed, reported).stream()
            .map(
                measure ->
                    before
                        .flatMap(report -> report.measureLike(measure))
                        .map(measure::after)
                        .orElse(measure))
            .toList();
    Map<List<String>, Long> missed = new HashMap<>(before.map(Report::missed).orElse(Map.of()));
    for (MissedRuns runs : MissedRuns.of(observed, reported)) {
      missed.merge(
          labels(policy, runs.unit(), runs.type().text(), runs.reason()), runs.count(), Long::sum);
    }
    Set<String> units = measures.stream().map(BackupMeasure::unit).collect(Collectors.toSet());
    missed.keySet().removeIf(labels -> !units.contains(labels.get(SERIES.indexOf("unit"))));
    boolean ready =
        Conditions.find(reported.status().conditions(), Conditions.READY)
            .filter(condition -> condition.status() == Condition.Status.True)
            .isPresent();
    return new Report(ready, measures, missed);
  }

  @Override
  public List<MetricFamilySamples> collect() {
    reports.keySet().removeIf(policy -> !known.test(policy));
    List<MetricFamilySamples> families = new ArrayList<>();
    families.add(leading());
    families.add(ready());
    for (MeasureGauge gauge : MeasureGauge.all(clock.instant())) {
      families.add(family(gauge));
    }
    families.add(lastMissed());
    families.add(missed());
    return families;
  }

  private MetricFamilySamples leading() {
    return new GaugeMetricFamily(
        "nuodb_backup_operator_leading",
        "1 while this operator works, 0 while it stands by.",
        leading ? 1 : 0);
  }

  private MetricFamilySamples ready() {
    var family =
        new GaugeMetricFamily(
            "nuodb_backup_policy_ready",
            "1 where the policy is understood and its storage managers are found, else 0.",
            POLICY);
    reports.forEach((policy, report) -> family.addMetric(labels(policy), report.ready() ? 1 : 0));
    return family;
  }

  private MetricFamilySamples family(MeasureGauge gauge) {
    var family = new GaugeMetricFamily(gauge.name(), gauge.help(), SERIES);
    reports.forEach(
        (policy, report) ->
            report
                .measures()
                .forEach(
                    measure ->
                        gauge
                            .value()
                            .apply(measure)
                            .ifPresent(value -> family.addMetric(labels(policy, measure), value))));
    return family;
  }

  private MetricFamilySamples lastMissed() {
    var family =
        new GaugeMetricFamily(
            "nuodb_backup_last_missed_timestamp_seconds",
            "When the last hot copy was due that did not take place.",
            REASON);
    reports.forEach(
        (policy, report) ->
            report.measures().stream()
                .filter(measure -> measure.lastMissed().isPresent())
                .forEach(
                    measure ->
                        family.addMetric(
                            labels(
                                policy,
                                measure.unit(),
                                measure.type().text(),
                                measure.lastMissed().get().reason()),
                            measure.lastMissed().get().due().getEpochSecond())));
    return family;
  }

  private MetricFamilySamples missed() {
    var family =
        new CounterMetricFamily(
            "nuodb_backup_missed",
            "Due hot copies that did not take place, since the operator's start.",
            REASON);
    reports.forEach(
        (_, report) -> report.missed().forEach((labels, count) -> family.addMetric(labels, count)));
    return family;
  }

  private static List<String> labels(ResourceID policy, BackupMeasure measure) {
    return labels(policy, measure.unit(), measure.type().text());
  }

  private static List<String> labels(ResourceID policy, String... others) {
    List<String> labels = new ArrayList<>();
    labels.add(policy.getNamespace().orElse(""));
    labels.add(policy.getName());
    labels.addAll(List.of(others));
    return labels;
  }
}
