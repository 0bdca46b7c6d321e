package io.nuodb.backup.agent;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** What the agent's steps of a restore have in common. */
final class RestoreOptions {
  @Option(
      names = "--backup-set",
      required = true,
      paramLabel = "DIR",
      description = "The backup set.")
  private Path set;

  @Option(
      names = "--target",
      required = true,
      paramLabel = "DIR",
      description = "Directory of the new archive.")
  private Path target;

  @Option(
      names = "--owner",
      required = true,
      paramLabel = "TEXT",
      description = "Identity of the restore, the same in all its attempts.")
  private String owner;

  @Option(
      names = "--work",
      required = true,
      paramLabel = "DIR",
      description = "Directory that the containers of the restore's pod share.")
  private Path work;

  Path set() {
    return set;
  }

  Path target() {
    return target.toAbsolutePath().normalize();
  }

  String owner() {
    return owner;
  }

  Path work() {
    return work;
  }
}
