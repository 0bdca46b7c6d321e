package io.nuodb.backup.simulator.domain.http;

import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * How a process reaches the admin: by the rules of nuocmd and the paths of NuoDB's images.
 *
 * @param authority PEM file with the certificate that the admin's must chain to; without it a
 *     publicly known authority must have signed it, for the host it is reached at
 * @param key PEM file with private key and certificate, or two, the certificate's first; or none
 * @param verifyHostname whether the admin's certificate must be for the host it is reached at
 */
public record ClientAccess(
    Optional<Path> authority,
    List<Path> key,
    boolean verifyHostname,
    Optional<BasicCredentials> basic) {
  /** Without TLS and credentials. */
  public static final ClientAccess OPEN =
      new ClientAccess(Optional.empty(), List.of(), false, Optional.empty());

  private static final String KEYS = "/etc/nuodb/keys/";

  /**
   * As nuocmd reads its environment: files that do not exist do not count, and where there are both
   * a client key and basic credentials, it takes the credentials.
   */
  public static ClientAccess of(UnaryOperator<String> environment) {
    Optional<BasicCredentials> basic =
        Optional.ofNullable(environment.apply("NUOCMD_BASIC_CREDS")).map(BasicCredentials::parse);
    List<Path> key = files(environment, "NUOCMD_CLIENT_KEY", "nuocmd.pem");
    return new ClientAccess(
        files(environment, "NUOCMD_VERIFY_SERVER", "ca.cert").stream().findFirst(),
        basic.isPresent() ? List.of() : key,
        "1".equals(environment.apply("NUOCMD_VERIFY_HOSTNAME")),
        basic);
  }

  /** All of the files that a variable names with commas between, or none. */
  private static List<Path> files(
      UnaryOperator<String> environment, String variable, String defaultFile) {
    String names = Optional.ofNullable(environment.apply(variable)).orElse(KEYS + defaultFile);
    List<Path> files = Arrays.stream(names.split(",")).map(Path::of).toList();
    return files.stream().allMatch(Files::isRegularFile) ? files : List.of();
  }

  /**
   * @param server host and port, the scheme may be missing
   */
  public String url(String server) {
    boolean tls = authority.isPresent() || !key.isEmpty();
    return server.contains("://") ? server : (tls ? "https://" : "http://") + server;
  }

  void configure(HttpClient.Builder client) {
    if (authority.isPresent() || !key.isEmpty()) {
      client.sslContext(PemTls.context(key, authority, !verifyHostname));
    }
  }
}
