package io.nuodb.backup.simulator.domain.admin;

import io.nuodb.backup.simulator.domain.http.BasicCredentials;
import io.nuodb.backup.simulator.domain.http.ServerAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Whom the admin answers. A file that does not exist asks for nothing, as with nuocmd's. */
final class AccessOptions {
  @Option(
      names = "--server-key",
      defaultValue = "${env:NUOADMIN_SERVER_KEY:-/etc/nuodb/keys/server.pem}",
      description =
          "PEM file with the admin's private key and certificate (NUOADMIN_SERVER_KEY): serves"
              + " https; default ${DEFAULT-VALUE}.")
  private Path serverKey;

  @Option(
      names = "--client-ca",
      defaultValue = "${env:NUOADMIN_CLIENT_CA:-/etc/nuodb/keys/ca.cert}",
      description =
          "PEM file with the certificate that clients' must chain to over https"
              + " (NUOADMIN_CLIENT_CA); default ${DEFAULT-VALUE}.")
  private Path clientAuthority;

  @Option(
      names = "--basic-creds-file",
      defaultValue = "${env:NUOADMIN_BASIC_CREDS_FILE:-/etc/nuodb/keys/basic-creds}",
      description =
          "File with <user>:<password> (NUOADMIN_BASIC_CREDS_FILE), accepted in place of a client's"
              + " certificate; default ${DEFAULT-VALUE}.")
  private Path basicCredentials;

  ServerAccess serverAccess() throws IOException {
    Optional<Path> credentials = existing(basicCredentials);
    return new ServerAccess(
        existing(serverKey),
        existing(clientAuthority),
        credentials.isEmpty()
            ? Optional.empty()
            : Optional.of(BasicCredentials.parse(Files.readString(credentials.get()).strip())));
  }

  private static Optional<Path> existing(Path file) {
    return Optional.of(file).filter(Files::isRegularFile);
  }
}
