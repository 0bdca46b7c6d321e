package io.nuodb.backup.agent;

import io.nuodb.backup.nuodb.AdminClient;
import java.net.URI;
import picocli.CommandLine.Option;

/** The database and the admin process that knows it. */
final class AdminOptions {
  @Option(
      names = "--admin-url",
      required = true,
      paramLabel = "URL",
      description = "The admin process, such as http://nuodb.nuodb.svc:8888.")
  private URI url;

  @Option(
      names = "--database",
      required = true,
      paramLabel = "NAME",
      description = "The database's name.")
  private String database;

  AdminClient client() {
    return new AdminClient(url);
  }

  String database() {
    return database;
  }
}
