package io.nuodb.backup.operator;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import java.time.Clock;
import java.time.Duration;

/** The operator in the test's own process, without Quarkus, on any API server. */
final class TestOperator implements AutoCloseable {
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
      };

  private final Operator operator;

  TestOperator(KubernetesClient client) {
    operator =
        new Operator(
            configuration ->
                configuration
                    .withKubernetesClient(client)
                    .withCloseClientOnStop(false)
                    .checkingCRDAndValidateLocalModel(false)
                    .withUseSSAToPatchPrimaryResource(false));
    operator.register(new BackupPolicyReconciler(CONFIG, Clock.systemUTC()));
    operator.register(new RestoreJobReconciler(CONFIG, Clock.systemUTC()));
    operator.start();
  }

  @Override
  public void close() {
    operator.stop();
  }
}
