package io.nuodb.backup.agent;

import io.nuodb.backup.job.Cause;
import io.nuodb.backup.job.JobResult;
import io.nuodb.backup.job.RestoreScript;
import io.nuodb.backup.nuodb.BackupElement;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The first step of a restore: checks the set and the target, and chooses the element. The engine's
 * step, {@link RestoreScript}, follows.
 */
@Command(name = "prepare", description = "Checks a backup set and a target for a restore.")
final class PrepareCommand extends RestoreStep {
  @Option(
      names = "--element",
      paramLabel = "ID",
      description = "Element to restore through (default: the newest full or incremental one).")
  private Optional<String> elementId = Optional.empty();

  PrepareCommand(Environment environment) {
    super(environment);
  }

  @Override
  JobResult failed(IOException failure) {
    return JobResult.failure(Cause.TargetNotWritable, "cannot prepare the target: " + failure);
  }

  @Override
  JobResult done() throws IOException, RestoreException {
    RestoreChain chain = RestoreChain.read(options().set(), elementId);
    for (BackupElement element : chain.elements()) {
      if (!Files.isDirectory(element.data())) {
        throw new RestoreException(
            Cause.ElementDataMissing,
            "element " + element.name() + " of " + options().set() + " has no data directory");
      }
    }
    boolean toDo = RestoreTarget.prepare(options().target(), options().owner(), disk());
    Files.writeString(options().work().resolve(RestoreScript.ELEMENT_ID), chain.last().id() + "\n");
    if (!toDo) {
      Files.writeString(options().work().resolve(RestoreScript.EXIT_STATUS), "0\n");
    }
    String message =
        "restoring through element %s, %d of %d elements%s"
            .formatted(
                chain.last().name(),
                chain.elements().size(),
                chain.set().chain().size(),
                toDo ? "" : ": done before");
    return Results.restoring(message, chain, Optional.empty());
  }
}
