package io.nuodb.backup.cluster;

import static io.nuodb.backup.cluster.Backups.in;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.nuodb.backup.api.BackupPolicy;
import io.nuodb.backup.api.BackupSetStatus.Phase;
import io.nuodb.backup.api.Condition;
import io.nuodb.backup.simulator.domain.TestCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A domain whose admin process serves https and asks its clients for a certificate. */
@Tag("cluster")
@ExtendWith(Installation.class)
class AdminOverTlsTest {
  private static final String NAMESPACE = "nuodb-test-tls";

  private final SimulatedDomain plain;
  private SimulatedDomain domain;
  private Backups backups;

  AdminOverTlsTest(SimulatedDomain plain) {
    this.plain = plain;
  }

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    TestCertificates certificates = new TestCertificates(directory);
    Path server = certificates.write("server.pem", "nuodb." + NAMESPACE + ".svc");
    domain =
        SimulatedDomain.start(
            plain.client(),
            NAMESPACE,
            List.of(
                secret("nuodb-ca-cert", certificates.caCert()),
                secret("nuodb-client-pem", certificates.clientKey()),
                secret("nuodb-server-pem", server)));
    backups = new Backups(domain);
  }

  @AfterEach
  void delete() {
    domain.delete();
  }

  @Test
  void backsUpWithTheClientKeyAndSaysWhatIsWrongWithoutIt() {
    BackupPolicy refused =
        backups.create("no-key", PolicySpec.onBoth().adminOverTlsWithoutClientKey());
    Condition condition =
        Backups.awaitCondition(() -> backups.conditions(refused), "Ready", "AdminTlsFailed");
    assertThat(condition.status()).isEqualTo(Condition.Status.False);
    backups.delete("no-key");

    backups.create("tls", PolicySpec.onBoth().adminOverTls());
    backups.askFull("tls");
    backups.awaitSets("tls", 2, in(Phase.Open));
  }

  private static Secret secret(String name, Path file) throws IOException {
    return new SecretBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .withStringData(Map.of(file.getFileName().toString(), Files.readString(file)))
        .build();
  }
}
