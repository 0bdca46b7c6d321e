package io.nuodb.backup.agent;

import io.nuodb.backup.nuodb.AdminAccess;
import io.nuodb.backup.nuodb.AdminClient;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The database and the admin process that knows it. */
final class AdminOptions {
  @Option(
      names = "--admin-url",
      required = true,
      converter = AdminUrl.class,
      paramLabel = "URL",
      description = "The admin process, such as http://nuodb.nuodb.svc:8888.")
  private URI url;

  @Option(
      names = "--database",
      required = true,
      paramLabel = "NAME",
      description = "The database's name.")
  private String database;

  @Option(
      names = "--ca-cert",
      paramLabel = "FILE",
      description =
          "PEM file with the certificate that the admin process's must chain to (default: those"
              + " that the Java runtime trusts).")
  private Optional<Path> caCert = Optional.empty();

  @Option(
      names = "--client-key",
      split = ",",
      paramLabel = "FILE",
      description = "PEM file with certificate and private key, or two: <cert>,<key>.")
  private List<Path> clientKey = List.of();

  @Option(
      names = "--verify-hostname",
      description =
          "The admin process's certificate must be for the host in the URL; without --ca-cert it"
              + " always must.")
  private boolean verifyHostname;

  @Option(
      names = "--basic-auth",
      paramLabel = "DIR",
      description = "Directory with the files username and password.")
  private Optional<Path> basicAuth = Optional.empty();

  AdminClient client() {
    return new AdminClient(url, new AdminAccess(caCert, clientKey, verifyHostname, basicAuth));
  }

  String database() {
    return database;
  }
}
