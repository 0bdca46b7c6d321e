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
import java.util.stream.Collectors;
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
      description = "How long to wait for the admin process (default: ${DEFAULT-VALUE}).")
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

  private JobResult discover(AdminClient client) {
    Instant end = environment.clock().instant().plus(wait);
    Backoff backoff = new Backoff();
    while (true) {
      try {
        return mapped(client.storageManagers(admin.database()));
      } catch (AdminException e) {
        if (!environment.clock().instant().isBefore(end)) {
          return Results.failure(Cause.AdminUnreachable, e.getMessage());
        }
        progress.report("waiting for the admin process: " + e.getMessage());
        environment.pause().sleep(backoff.next());
      }
    }
  }

  private JobResult mapped(List<StorageManagerProcess> processes) {
    List<JobResult.StorageManager> found =
        pods.stream()
            .map(pod -> Results.storageManager(pod, StorageManagerProcess.inPod(pod, processes)))
            .toList();
    String unknown =
        found.stream()
            .filter(storageManager -> storageManager.archiveId() == null)
            .map(JobResult.StorageManager::pod)
            .collect(Collectors.joining(", "));
    Optional<Cause> cause =
        unknown.isEmpty() ? Optional.empty() : Optional.of(Cause.ArchiveUnknown);
    String message =
        cause.isEmpty()
            ? found.size() + " storage managers found"
            : "the admin process knows no storage manager of database "
                + admin.database()
                + " in "
                + unknown;
    return new JobResult(cause.orElse(null), message, found, null, null, null, null);
  }
}
