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
import picocli.CommandLine.Command;

/** The last step of a restore: judges what nuoarchive did. */
@Command(name = "verify", description = "Checks a restored archive against its backup set.")
final class VerifyCommand extends RestoreStep {
  /** Characters of nuoarchive's output that a result bears. */
  private static final int OUTPUT = 1500;

  VerifyCommand(Environment environment) {
    super(environment);
  }

  @Override
  JobResult failed(IOException failure) {
    return JobResult.failure(Cause.VerificationFailed, "cannot read: " + failure);
  }

  @Override
  JobResult done() throws IOException, RestoreException {
    Optional<String> exitStatus = left(RestoreScript.EXIT_STATUS);
    if (!exitStatus.equals(Optional.of("0"))) {
      throw new RestoreException(
          Cause.NuoarchiveFailed,
          "nuoarchive "
              + exitStatus.map(status -> "ended with " + status).orElse("did not end")
              + left(RestoreScript.LOG).map(VerifyCommand::end).orElse(""));
    }
    RestoreChain chain = RestoreChain.read(options().set(), left(RestoreScript.ELEMENT_ID));
    DirectorySize archive = RestoredArchive.verify(chain, options().target());
    makeDurable();
    String message =
        "restored through element %s: %d files, %d bytes"
            .formatted(chain.last().name(), archive.files(), archive.bytes());
    return Results.restoring(
        message,
        chain,
        Optional.of(
            new JobResult.Restored(
                chain.last().id(), chain.last().endTime(), archive.files(), archive.bytes())));
  }

  /**
   * Only then may the marker say so: a crash of the node must not leave it on half an archive.
   * Where it says so already, somebody may be using the archive.
   */
  private void makeDurable() throws RestoreException {
    try {
      if (RestoreMarker.beside(options().target())
          .filter(marker -> marker.finishedOf(options().owner()))
          .isPresent()) {
        return;
      }
      DurableTree.force(options().target(), disk());
      new RestoreMarker(options().owner(), RestoreMarker.State.RESTORED)
          .write(options().target(), disk());
    } catch (IOException e) {
      throw new RestoreException(
          Cause.TargetNotWritable, "cannot make the restored archive durable: " + e);
    }
  }

  /** What an earlier step left in the shared directory. */
  private Optional<String> left(String name) throws IOException {
    Path file = options().work().resolve(name);
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
