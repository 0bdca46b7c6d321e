package io.nuodb.backup.agent;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nuodb.backup.job.Cause;
import io.nuodb.backup.job.JobResult;
import io.nuodb.backup.job.RestoreScript;
import io.nuodb.backup.nuodb.DirectorySize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The last step of a restore: judges what nuoarchive did. */
@Command(name = "verify", description = "Checks a restored archive against its backup set.")
final class VerifyCommand implements Callable<Integer> {
  /** Characters of nuoarchive's output that a result bears. */
  private static final int OUTPUT = 1500;

  @Mixin private RestoreOptions options;
  @Mixin private ResultOption result;

  private final Progress progress;

  VerifyCommand(Environment environment) {
    this.progress = new Progress(environment.out());
  }

  @Override
  public Integer call() throws IOException {
    JobResult verified;
    try {
      verified = verify();
    } catch (RestoreException e) {
      verified = Results.failure(e.reason(), e.getMessage());
    } catch (IOException e) {
      verified = Results.failure(Cause.VerificationFailed, "cannot read: " + e);
    }
    return result.write(verified, progress);
  }

  private JobResult verify() throws IOException, RestoreException {
    Optional<String> exitStatus = left(RestoreScript.EXIT_STATUS);
    if (!exitStatus.equals(Optional.of("0"))) {
      throw new RestoreException(
          Cause.NuoarchiveFailed,
          "nuoarchive "
              + exitStatus.map(status -> "ended with " + status).orElse("did not end")
              + left(RestoreScript.LOG).map(VerifyCommand::end).orElse(""));
    }
    RestoreChain chain = RestoreChain.read(options.set(), left(RestoreScript.ELEMENT_ID));
    DirectorySize archive = RestoredArchive.verify(chain, options.target());
    new RestoreMarker(options.owner(), RestoreMarker.State.RESTORED).write(options.target());
    String message =
        "restored through element %s: %d files, %d bytes"
            .formatted(chain.last().name(), archive.files(), archive.bytes());
    return new JobResult(
        null,
        message,
        null,
        null,
        null,
        BackupSetReport.of(chain.set(), Optional.of(chain.last())),
        new JobResult.Restored(
            chain.last().id(), chain.last().endTime(), archive.files(), archive.bytes()));
  }

  /** What an earlier step left in the shared directory. */
  private Optional<String> left(String name) throws IOException {
    Path file = options.work().resolve(name);
    try {
      return Optional.of(new String(Files.readAllBytes(file), UTF_8).strip());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static String end(String output) {
    return ": " + output.substring(Math.max(0, output.length() - OUTPUT));
  }
}
