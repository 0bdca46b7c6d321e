package io.nuodb.backup.operator;

import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetricsV2;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.quarkus.runtime.Quarkus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** What the reconcilers get injected. */
@ApplicationScoped
public class Beans {
  private static final String LEASE = "nuodb-backup-operator";
  private static final String EVENTS = "events.received";
  private static final String ACTION = "action";

  @Produces
  @Singleton
  Clock clock() {
    return Clock.systemUTC();
  }

  @Produces
  @Singleton
  PolicyMetrics policyMetrics(PrometheusMeterRegistry registry, Clock clock) {
    return new PolicyMetrics(clock).register(registry.getPrometheusRegistry());
  }

  /** Of reconciliations, without the SDK's own series for each single object. */
  @Produces
  @Singleton
  Metrics metrics(MeterRegistry registry) {
    return MicrometerMetricsV2.newBuilder(registry).build();
  }

  /**
   * The SDK counts some events with an action and some without, and Prometheus refuses one metric
   * with two sets of labels.
   */
  @Produces
  @Singleton
  MeterFilter sameLabelsOfAllEvents() {
    return new MeterFilter() {
      @Override
      public Meter.Id map(Meter.Id id) {
        return id.getName().equals(EVENTS) && id.getTag(ACTION) == null
            ? id.withTag(Tag.of(ACTION, "none"))
            : id;
      }
    };
  }

  /**
   * Which profiles elect a leader is a build-time property: tests have one operator only. One that
   * is no leader any more ends, and Kubernetes starts it anew. The SDK's own way to end is a call
   * of System.exit, which never returns where the lease is given up during a shutdown.
   */
  @Produces
  @Singleton
  LeaderElectionConfiguration leaderElection(PolicyMetrics metrics) {
    return new LeaderElectionConfiguration(
        LEASE,
        null,
        LeaderElectionConfiguration.LEASE_DURATION_DEFAULT_VALUE,
        LeaderElectionConfiguration.RENEW_DEADLINE_DEFAULT_VALUE,
        LeaderElectionConfiguration.RETRY_PERIOD_DEFAULT_VALUE,
        null,
        new LeaderCallbacks(metrics::lead, Quarkus::asyncExit, leader -> {}),
        false);
  }
}
