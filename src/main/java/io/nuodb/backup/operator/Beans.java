package io.nuodb.backup.operator;

import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.quarkus.runtime.Quarkus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** What the reconcilers get injected. */
@ApplicationScoped
public class Beans {
  private static final String LEASE = "nuodb-backup-operator";

  @Produces
  @Singleton
  Clock clock() {
    return Clock.systemUTC();
  }

  /**
   * Which profiles elect a leader is a build-time property: tests have one operator only. One that
   * is no leader any more ends, and Kubernetes starts it anew. The SDK's own way to end is a call
   * of System.exit, which never returns where the lease is given up during a shutdown.
   */
  @Produces
  @Singleton
  LeaderElectionConfiguration leaderElection() {
    return new LeaderElectionConfiguration(
        LEASE,
        null,
        LeaderElectionConfiguration.LEASE_DURATION_DEFAULT_VALUE,
        LeaderElectionConfiguration.RENEW_DEADLINE_DEFAULT_VALUE,
        LeaderElectionConfiguration.RETRY_PERIOD_DEFAULT_VALUE,
        null,
        new LeaderCallbacks(() -> {}, Quarkus::asyncExit, leader -> {}),
        false);
  }
}
