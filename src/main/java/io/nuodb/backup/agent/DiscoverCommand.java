package io.nuodb.backup.agent;

import io.nuodb.backup.job.Cause;
import io.nuodb.backup.job.JobResult;
import io.nuodb.backup.nuodb.AdminClient;
import io.nuodb.backup.nuodb.AdminException;
import io.nuodb.backup.nuodb.StorageManagerProcess;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tells which archive each selected pod's storage manager serves. */
@Command(
    name = "discover",
    description = "Maps the pods of storage managers to the archives that they serve.")
final class DiscoverCommand implements Callable<Integer> {
  @Mixin private AdminOptions admin;
  @Mixin private ResultOption result;

  @Option(
      names = "--storage-manager",
      required = true,
      arity = "1..*",
      paramLabel = "POD",
      description = "Names of the storage managers' pods.")
  private List<String> pods;

  @Option(
      names = "--wait",
      defaultValue = "60s",
      paramLabel = "DURATION",
      description =
          "How long to wait for the admin process to know them (default: ${DEFAULT-VALUE}).")
  private Duration wait;

  private final Environment environment;
  private final Progress progress;

  DiscoverCommand(Environment environment) {
    this.environment = environment;
    this.progress = new Progress(environment.out());
  }

  @Override
  public Integer call() throws IOException {
    return result.write(discover(admin.client()), progress);
  }

  /** An admin process that was restarted knows no engine until each has called it again. */
  private JobResult discover(AdminClient client) {
    Instant end = environment.clock().instant().plus(wait);
    Backoff backoff = new Backoff();
    while (true) {
      JobResult found = look(client);
      if (found.succeeded() || !environment.clock().instant().isBefore(end)) {
        return found;
      }
      progress.report("waiting: " + found.message());
      environment.pause().sleep(backoff.next());
    }
  }

  private JobResult look(AdminClient client) {
    List<StorageManagerProcess> processes;
    try {
      processes = client.storageManagers(admin.database());
    } catch (AdminException e) {
      return JobResult.failure(Results.causeOf(e), e.getMessage());
    }
    StorageGroups groups = StorageGroups.of(client, admin.database());
    List<JobResult.StorageManager> found =
        pods.stream()
            .map(pod -> found(pod, StorageManagerProcess.inPod(pod, processes), groups))
            .toList();
    List<String> unknown =
        found.stream()
            .filter(storageManager -> storageManager.archiveId() == null)
            .map(JobResult.StorageManager::pod)
            .toList();
    String message =
        unknown.isEmpty()
            ? found.size() + " storage managers found"
            : "the admin process knows no storage manager of database %s in %d of %d pods: %s"
                .formatted(
                    admin.database(), unknown.size(), pods.size(), String.join(", ", unknown));
    return new JobResult(
        unknown.isEmpty() ? null : Cause.ArchiveUnknown,
        message,
        found,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  /** With nothing that may be left out, since a result must hold many. */
  private static JobResult.StorageManager found(
      String pod, Optional<StorageManagerProcess> process, StorageGroups groups) {
    return new JobResult.StorageManager(
        pod,
        process.map(StorageManagerProcess::archiveId).orElse(null),
        null,
        process.filter(it -> !it.running()).map(StorageManagerProcess::state).orElse(null),
        process.flatMap(StorageManagerProcess::keepsJournals).orElse(null),
        process.map(groups::servedBy).orElse(null));
  }
}
