package io.nuodb.backup.agent;

import io.nuodb.backup.job.JobResult;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** One of the agent's steps of a restore, from its options to its exit code. */
abstract sealed class RestoreStep implements Callable<Integer>
    permits PrepareCommand, VerifyCommand {
  @Mixin private RestoreOptions options;
  @Mixin private ResultOption result;

  private final Environment environment;

  RestoreStep(Environment environment) {
    this.environment = environment;
  }

  /** Does the step's work and tells what it did. */
  abstract JobResult done() throws IOException, RestoreException;

  /** The result when files that the step works on cannot be read or written. */
  abstract JobResult failed(IOException failure);

  @Override
  public final Integer call() throws IOException {
    JobResult done;
    try {
      done = done();
    } catch (RestoreException e) {
      done = JobResult.failure(e.reason(), e.getMessage());
    } catch (IOException e) {
      done = failed(e);
    }
    return result.write(done, new Progress(environment.out()));
  }

  RestoreOptions options() {
    return options;
  }

  Disk disk() {
    return environment.disk();
  }
}
