package io.nuodb.backup.operator;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.reconciler.Constants;
import java.time.Clock;
import java.time.Duration;
import java.util.OptionalInt;

/** The operator in the test's own process, without Quarkus, on any API server. */
public final class TestOperator implements AutoCloseable {
  static final OperatorConfig CONFIG =
      new OperatorConfig() {
        @Override
        public String agentImage() {
          return "nuodb-backup-operator:test";
        }

        @Override
        public String agentImagePullPolicy() {
          return "IfNotPresent";
        }

        @Override
        public String storageManagerSelector() {
          return "component=sm";
        }

        @Override
        public Duration pendingAllowance() {
          return Duration.ofMinutes(15);
        }

        @Override
        public OptionalInt maxConcurrentFull() {
          return OptionalInt.empty();
        }

        @Override
        public OptionalInt maxConcurrentIncremental() {
          return OptionalInt.empty();
        }

        @Override
        public OptionalInt maxConcurrentJournal() {
          return OptionalInt.empty();
        }
      };

  /** The SDK's default. */
  private static final int THREADS = 50;

  private final Operator operator;

  /** One that serves all namespaces. */
  public TestOperator(KubernetesClient client) {
    this(client, Constants.WATCH_ALL_NAMESPACES, Clock.systemUTC());
  }

  public TestOperator(KubernetesClient client, String namespace, Clock clock) {
    this(client, namespace, clock, new PolicyMetrics(clock));
  }

  TestOperator(KubernetesClient client, String namespace, Clock clock, PolicyMetrics metrics) {
    this(client, namespace, clock, metrics, CONFIG, THREADS);
  }

  /** One with other settings, for all namespaces. */
  TestOperator(KubernetesClient client, OperatorConfig config) {
    this(
        client,
        Constants.WATCH_ALL_NAMESPACES,
        Clock.systemUTC(),
        new PolicyMetrics(Clock.systemUTC()),
        config,
        THREADS);
  }

  /** One that looks at one object after the other. */
  public static TestOperator withOneThread(KubernetesClient client, String namespace) {
    Clock clock = Clock.systemUTC();
    return new TestOperator(client, namespace, clock, new PolicyMetrics(clock), CONFIG, 1);
  }

  private TestOperator(
      KubernetesClient client,
      String namespace,
      Clock clock,
      PolicyMetrics metrics,
      OperatorConfig config,
      int threads) {
    operator =
        new Operator(
            configuration ->
                configuration
                    .withKubernetesClient(client)
                    .withCloseClientOnStop(false)
                    .withConcurrentReconciliationThreads(threads)
                    .checkingCRDAndValidateLocalModel(false)
                    .withUseSSAToPatchPrimaryResource(false));
    operator.register(
        new BackupPolicyReconciler(config, clock, metrics),
        configuration -> configuration.settingNamespaces(namespace));
    operator.register(
        new BackupSetReconciler(clock),
        configuration -> configuration.settingNamespaces(namespace));
    operator.register(
        new RestoreJobReconciler(config, clock),
        configuration -> configuration.settingNamespaces(namespace));
    operator.start();
  }

  @Override
  public void close() {
    operator.stop();
  }
}
