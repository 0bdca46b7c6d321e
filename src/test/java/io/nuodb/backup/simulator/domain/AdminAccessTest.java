package io.nuodb.backup.simulator.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.nuodb.backup.simulator.domain.http.BasicCredentials;
import io.nuodb.backup.simulator.domain.http.ClientAccess;
import io.nuodb.backup.simulator.domain.http.HttpError;
import io.nuodb.backup.simulator.domain.http.JsonClient;
import io.nuodb.backup.simulator.domain.http.ServerAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom the admin answers over https, and how clients reach it by nuocmd's rules. */
class AdminAccessTest {
  private static final BasicCredentials BASIC = new BasicCredentials("backup", "secret:word");

  @TempDir private Path root;
  private TestCertificates certificates;
  private TestCertificates foreign;

  @BeforeEach
  void makeCertificates() throws Exception {
    certificates = new TestCertificates(Files.createDirectory(root.resolve("keys")));
    foreign = new TestCertificates(Files.createDirectory(root.resolve("foreign")));
  }

  @Test
  void aWholeDomainRunsOverMutualTls() throws Exception {
    try (DomainFixture domain = domain(Optional.empty(), client(certificates.clientKey()))) {
      domain.startAndAwaitRunning("sm-0");
      JsonNode archives = call(domain, client(certificates.clientKey()), "archives");
      assertThat(archives.path("data")).hasSize(1);
      Path info = domain.archive("sm-0").resolve("info.json");
      assertThat(Files.readString(info)).contains("https://127.0.0.1:");
    }
  }

  @Test
  void aClientWithoutOrWithAForeignKeyIsRefusedInTheHandshake() throws Exception {
    try (DomainFixture domain = domain(Optional.empty(), client(certificates.clientKey()))) {
      for (ClientAccess refused :
          List.of(ClientAccess.OPEN, client(null), client(foreign.clientKey()))) {
        assertThatThrownBy(() -> call(domain, refused, "archives")).isInstanceOf(IOException.class);
      }
    }
  }

  @Test
  void basicCredentialsAndAClientKeyAreAlternatives() throws Exception {
    ClientAccess engines = withBasic(null, BASIC);
    try (DomainFixture domain = domain(Optional.of(BASIC), engines)) {
      assertThat(call(domain, engines, "archives").path("data")).isEmpty();
      assertThat(call(domain, client(certificates.clientKey()), "archives").path("data")).isEmpty();
      for (ClientAccess refused :
          List.of(client(null), withBasic(null, new BasicCredentials("backup", "secret")))) {
        assertThatThrownBy(() -> call(domain, refused, "archives"))
            .isInstanceOfSatisfying(HttpError.class, e -> assertThat(e.status()).isEqualTo(401))
            .hasMessage("Authentication required: Wrong or missing credentials");
      }
      assertThatThrownBy(() -> call(domain, withBasic(foreign.clientKey(), BASIC), "archives"))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void theServersCertificateIsForItsHostOnlyWhenThatIsAskedFor() throws Exception {
    Path elsewhere = certificates.write("elsewhere.pem", "nuodb.nuodb.svc");
    var access =
        new ServerAccess(
            Optional.of(elsewhere), Optional.of(certificates.caCert()), Optional.empty());
    ClientAccess client = client(certificates.clientKey());
    try (DomainFixture domain = new DomainFixture(root, access, client)) {
      assertThat(call(domain, client, "archives").path("data")).isEmpty();
      var strict = new ClientAccess(client.authority(), client.key(), true, Optional.empty());
      assertThatThrownBy(() -> call(domain, strict, "archives")).isInstanceOf(IOException.class);
      var suspicious =
          new ClientAccess(Optional.of(foreign.caCert()), client.key(), false, Optional.empty());
      assertThatThrownBy(() -> call(domain, suspicious, "archives"))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void theEnvironmentIsReadAsNuocmdReadsIt() {
    String ca = certificates.caCert().toString();
    String key = certificates.clientKey().toString();
    ClientAccess none = access(Map.of("NUOCMD_VERIFY_SERVER", "none", "NUOCMD_CLIENT_KEY", "none"));
    assertThat(none).isEqualTo(ClientAccess.OPEN);
    assertThat(none.url("nuodb:8888")).isEqualTo("http://nuodb:8888");

    ClientAccess both = access(Map.of("NUOCMD_VERIFY_SERVER", ca, "NUOCMD_CLIENT_KEY", key));
    assertThat(both).isEqualTo(client(certificates.clientKey()));
    assertThat(both.url("nuodb:8888")).isEqualTo("https://nuodb:8888");
    assertThat(both.url("http://nuodb:8888")).isEqualTo("http://nuodb:8888");

    ClientAccess credentials =
        access(
            Map.of(
                "NUOCMD_VERIFY_SERVER",
                ca,
                "NUOCMD_CLIENT_KEY",
                key,
                "NUOCMD_VERIFY_HOSTNAME",
                "1",
                "NUOCMD_BASIC_CREDS",
                "backup:secret:word"));
    assertThat(credentials.basic()).contains(BASIC);
    assertThat(credentials.key()).isEmpty();
    assertThat(credentials.verifyHostname()).isTrue();
    assertThat(credentials.toString()).doesNotContain("secret");

    String pair = ca + "," + key;
    assertThat(access(Map.of("NUOCMD_CLIENT_KEY", pair)).key())
        .containsExactly(certificates.caCert(), certificates.clientKey());
    assertThat(access(Map.of("NUOCMD_CLIENT_KEY", pair + "x")).key()).isEmpty();
  }

  private DomainFixture domain(Optional<BasicCredentials> basic, ClientAccess engines)
      throws Exception {
    var access =
        new ServerAccess(
            Optional.of(certificates.serverKey()), Optional.of(certificates.caCert()), basic);
    return new DomainFixture(root, access, engines);
  }

  private ClientAccess client(Path key) {
    return new ClientAccess(
        Optional.of(certificates.caCert()),
        key == null ? List.of() : List.of(key),
        false,
        Optional.empty());
  }

  private ClientAccess withBasic(Path key, BasicCredentials basic) {
    ClientAccess client = client(key);
    return new ClientAccess(client.authority(), client.key(), false, Optional.of(basic));
  }

  private static ClientAccess access(Map<String, String> environment) {
    return ClientAccess.of(environment::get);
  }

  private static JsonNode call(DomainFixture domain, ClientAccess access, String path)
      throws IOException {
    try (JsonClient client = new JsonClient(Duration.ofSeconds(30), access)) {
      return client.get(access.url(domain.apiServer()) + "/api/1/" + path, JsonNode.class);
    }
  }
}
