package io.nuodb.backup.agent;

import io.nuodb.backup.nuodb.HotCopyId;
import picocli.CommandLine.Option;

/** The options that name a hot copy in the domain. */
final class HotCopyIdOptions {
  @Option(
      names = "--coordinator-start-id",
      required = true,
      paramLabel = "ID",
      description = "Start id of the storage manager that coordinates the hot copy.")
  private String coordinatorStartId;

  @Option(
      names = "--hot-copy-id",
      required = true,
      paramLabel = "ID",
      description = "The hot copy's id.")
  private String hotCopyId;

  HotCopyId id() {
    return new HotCopyId(coordinatorStartId, hotCopyId);
  }
}
