package io.nuodb.backup.nuodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.nuodb.backup.nuodb.AdminAccessException.Kind;
import io.nuodb.backup.simulator.domain.DomainFixture;
import io.nuodb.backup.simulator.domain.TestCertificates;
import io.nuodb.backup.simulator.domain.http.BasicCredentials;
import io.nuodb.backup.simulator.domain.http.ClientAccess;
import io.nuodb.backup.simulator.domain.http.ServerAccess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client against an admin process that serves https and asks who is there. */
class AdminAccessTest {
  private static final HotCopyRequest FULL =
      new HotCopyRequest("demo", HotCopyType.FULL, Map.of(0, "/none/set"), Optional.empty(), false);

  @TempDir private Path root;
  private TestCertificates certificates;
  private TestCertificates foreign;
  private DomainFixture domain;

  @BeforeEach
  void makeCertificates() throws Exception {
    certificates = new TestCertificates(Files.createDirectory(root.resolve("keys")));
    foreign = new TestCertificates(Files.createDirectory(root.resolve("foreign")));
  }

  @AfterEach
  void stop() throws Exception {
    if (domain != null) {
      domain.close();
    }
  }

  @Test
  void aClientKeyOpensTheAdmin() throws Exception {
    start(certificates.serverKey(), Optional.empty());
    domain.startAndAwaitRunning("sm-0");

    assertThat(client("127.0.0.1", mutual(false)).storageManagers("demo"))
        .singleElement()
        .matches(StorageManagerProcess::running);
  }

  @Test
  void certificateAndKeyMayBeInTwoFiles() throws Exception {
    start(certificates.serverKey(), Optional.empty());
    String pem = Files.readString(certificates.clientKey());
    int split = pem.indexOf("-----BEGIN CERTIFICATE");
    Path key = Files.writeString(root.resolve("client.key"), pem.substring(0, split));
    Path certificate = Files.writeString(root.resolve("client.crt"), pem.substring(split));

    var access =
        new AdminAccess(
            Optional.of(certificates.caCert()), List.of(certificate, key), true, Optional.empty());
    assertThat(client("127.0.0.1", access).storageManagers("demo")).isEmpty();
  }

  @Test
  void withoutAClientKeyTheHandshakeFailsAndNothingIsLost() throws Exception {
    start(certificates.serverKey(), Optional.empty());
    AdminClient client = client("127.0.0.1", trusting(certificates));

    // More than once: the refusal may come before, after or instead of the connection's end.
    for (int i = 0; i < 20; i++) {
      refused(client, Kind.TLS, "the TLS handshake with 127.0.0.1:", "client key");
    }
  }

  @Test
  void aForeignClientKeyIsRefused() throws Exception {
    start(certificates.serverKey(), Optional.empty());
    var access =
        new AdminAccess(
            Optional.of(certificates.caCert()),
            List.of(foreign.clientKey()),
            false,
            Optional.empty());

    refused(client("127.0.0.1", access), Kind.TLS, "client key");
  }

  @Test
  void aForeignAdminIsNotTrusted() throws Exception {
    start(certificates.serverKey(), Optional.empty());

    refused(client("127.0.0.1", trusting(foreign)), Kind.TLS, "is not accepted", "CA certificate");
    refused(client("127.0.0.1", AdminAccess.OPEN), Kind.TLS, "is not accepted", "CA certificate");
  }

  @Test
  void aRequestWhoseHandshakeIsRefusedDidNotArrive() throws Exception {
    assertThat(startWith(foreign.serverKey()).mayHaveArrived()).isFalse();
  }

  /** The second handshake meets another key, as when it is renewed meanwhile. */
  @Test
  void aRequestBeforeARefusedHandshakeMayHaveArrived() throws Exception {
    AdminAccessException told = startWith(certificates.serverKey(), foreign.serverKey());

    assertThat(told.mayHaveArrived()).isTrue();
  }

  /**
   * What the client says of a request to a server that never answers.
   *
   * @param keys the server's for each of its connections
   */
  private AdminAccessException startWith(Path... keys) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> serve(server, keys));
      AdminClient client =
          new AdminClient(
              URI.create("https://127.0.0.1:" + server.getLocalPort()), trusting(certificates));
      return assertThatExceptionOfType(AdminAccessException.class)
          .isThrownBy(() -> client.startHotCopy(FULL))
          .matches(e -> e.kind() == Kind.TLS)
          .actual();
    }
  }

  private static void serve(ServerSocket server, Path... keys) {
    for (Path key : keys) {
      try (SSLSocket connection = accept(server, key)) {
        connection.getInputStream().read();
      } catch (IOException e) {
        // The client left, since it does not trust the key.
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static SSLSocket accept(ServerSocket server, Path key)
      throws IOException, GeneralSecurityException {
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(PemFiles.key(List.of(key)), null, null);
    Socket plain = server.accept();
    var socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, null, true);
    socket.setUseClientMode(false);
    return socket;
  }

  @Test
  void theHostIsCheckedWhenThatIsAskedFor() throws Exception {
    start(certificates.write("elsewhere.pem", "nuodb.nuodb.svc"), Optional.empty());

    assertThat(client("127.0.0.1", mutual(false)).storageManagers("demo")).isEmpty();
    refused(client("127.0.0.1", mutual(true)), Kind.TLS, "is not accepted", "the host");
  }

  @Test
  void basicCredentialsOpenTheAdmin() throws Exception {
    start(certificates.serverKey(), Optional.of(new BasicCredentials("backup", "pa:ss word")));
    Path directory = credentials("backup\n", "pa:ss word\n");

    assertThat(client("localhost", basic(directory)).storageManagers("demo")).isEmpty();
  }

  @Test
  void wrongCredentialsAreRefusedAndReadAnewOnceTheyAreRight() throws Exception {
    start(certificates.serverKey(), Optional.of(new BasicCredentials("backup", "right")));
    Path directory = credentials("backup", "wrong-secret");
    AdminClient client = client("localhost", basic(directory));

    String told = refused(client, Kind.REFUSED, "HTTP status 401");
    assertThat(told).doesNotContain("wrong-secret");
    credentials("backup", "right");
    assertThat(client.storageManagers("demo")).isEmpty();
  }

  @Test
  void aRenewedClientKeyIsTakenUp() throws Exception {
    start(certificates.serverKey(), Optional.empty());
    Path key = Files.copy(foreign.clientKey(), root.resolve("renewed.pem"));
    AdminClient client =
        client(
            "127.0.0.1",
            new AdminAccess(
                Optional.of(certificates.caCert()), List.of(key), false, Optional.empty()));

    refused(client, Kind.TLS, "client key");
    Files.writeString(key, Files.readString(certificates.clientKey()));
    assertThat(client.storageManagers("demo")).isEmpty();
  }

  @Test
  void filesThatMakeNoSenseAreNamedButNotQuoted() throws Exception {
    Path nonsense = Files.writeString(root.resolve("nonsense.pem"), "-----BEGIN secret");
    Path missing = root.resolve("missing.pem");
    Optional<Path> ca = Optional.of(certificates.caCert());

    String told = unreadable(new AdminAccess(ca, List.of(nonsense), false, Optional.empty()));
    assertThat(told).contains(nonsense.toString(), "does not hold").doesNotContain("secret");
    assertThat(unreadable(new AdminAccess(ca, List.of(missing), false, Optional.empty())))
        .contains(missing.toString(), "cannot be read");
    assertThat(unreadable(trusting(nonsense))).contains(nonsense.toString());
    assertThat(unreadable(basic(root.resolve("none"))))
        .contains(root.resolve("none/username").toString());
  }

  private void start(Path serverKey, Optional<BasicCredentials> basic) throws Exception {
    domain =
        new DomainFixture(
            root,
            new ServerAccess(Optional.of(serverKey), Optional.of(certificates.caCert()), basic),
            new ClientAccess(
                Optional.of(certificates.caCert()),
                List.of(certificates.clientKey()),
                false,
                Optional.empty()));
  }

  private AdminClient client(String host, AdminAccess access) {
    String port = domain.apiServer().substring(domain.apiServer().indexOf(':'));
    return new AdminClient(URI.create("https://" + host + port), access);
  }

  private AdminAccess mutual(boolean verifyHostname) {
    return new AdminAccess(
        Optional.of(certificates.caCert()),
        List.of(certificates.clientKey()),
        verifyHostname,
        Optional.empty());
  }

  private static AdminAccess trusting(TestCertificates authority) {
    return trusting(authority.caCert());
  }

  private static AdminAccess trusting(Path caCert) {
    return new AdminAccess(Optional.of(caCert), List.of(), false, Optional.empty());
  }

  private AdminAccess basic(Path directory) {
    return new AdminAccess(
        Optional.of(certificates.caCert()), List.of(), true, Optional.of(directory));
  }

  private Path credentials(String username, String password) throws Exception {
    Path directory = Files.createDirectories(root.resolve("basic"));
    Files.writeString(directory.resolve("username"), username);
    Files.writeString(directory.resolve("password"), password);
    return directory;
  }

  private static String unreadable(AdminAccess access) {
    return refused(
        new AdminClient(URI.create("https://127.0.0.1:1"), access),
        Kind.UNREADABLE,
        "the admin process");
  }

  /** A refusal is told alike, and surely, for requests that must not be repeated. */
  private static String refused(AdminClient client, Kind kind, String... message) {
    assertThatExceptionOfType(AdminAccessException.class)
        .isThrownBy(() -> client.storageManagers("demo"))
        .matches(e -> e.kind() == kind)
        .satisfies(e -> assertThat(e.getMessage()).contains(message));
    AdminAccessException[] told = new AdminAccessException[1];
    assertThatExceptionOfType(AdminAccessException.class)
        .isThrownBy(() -> client.startHotCopy(FULL))
        .matches(e -> e.kind() == kind)
        .satisfies(e -> told[0] = e);
    return told[0].getMessage();
  }
}
