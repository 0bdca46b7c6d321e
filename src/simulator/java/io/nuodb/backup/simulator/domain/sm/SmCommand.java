package io.nuodb.backup.simulator.domain.sm;

import io.nuodb.backup.simulator.domain.admin.EngineArguments;
import io.nuodb.backup.simulator.domain.admin.ProcessSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs a storage manager until it is told to end or cannot go on. */
@Command(name = "nuosm", description = "Runs a storage manager.", mixinStandardHelpOptions = true)
public final class SmCommand implements Callable<Integer> {
  @Mixin private EngineArguments arguments;

  @Option(
      names = "--domain",
      defaultValue = "${env:NUODB_DOMAIN:-nuodb}",
      description = "Domain (NUODB_DOMAIN), default ${DEFAULT-VALUE}.")
  private String domain;

  @Option(
      names = "--archive-dir",
      description = "Archive, default /var/opt/nuodb/archive/<domain>/<database>.")
  private Path archive;

  @Option(
      names = "--journal-dir",
      description = "Journal, default the directory journal in the archive.")
  private Path journal;

  @Option(
      names = "--storage-groups",
      defaultValue = "",
      description = "Storage groups that the archive serves, such as \"sg1 sg2\".")
  private String storageGroups;

  @Override
  public Integer call() throws Exception {
    ProcessSettings settings =
        arguments.settings(System::getenv).withStorageGroups(EngineArguments.words(storageGroups));
    Path directory =
        archive != null ? archive : Path.of("/var/opt/nuodb/archive", domain, settings.dbName());
    StorageManager storageManager;
    try {
      storageManager =
          new StorageManager(
              settings,
              directory,
              store -> journal == null ? store : store.withJournalDirectory(journal),
              Clock.systemUTC());
    } catch (IOException e) {
      return cannotGoOn(e);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(() -> close(storageManager)));
    System.out.println("Storage manager of " + directory + " serves port " + storageManager.port());
    try {
      storageManager.awaitFailure();
      return 0;
    } catch (CompletionException e) {
      return cannotGoOn(e.getCause());
    }
  }

  /** Without the shutdown hook: an archive that cannot be written is left as it is. */
  private static int cannotGoOn(Throwable cause) {
    System.err.println("Storage manager ends: " + cause);
    for (Throwable why = cause.getCause(); why != null; why = why.getCause()) {
      System.err.println("  because of " + why);
    }
    Runtime.getRuntime().halt(1);
    return 1;
  }

  private static void close(StorageManager storageManager) {
    try {
      storageManager.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
