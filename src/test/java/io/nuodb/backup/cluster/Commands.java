package io.nuodb.backup.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs commands in containers of the cluster and on this machine. */
final class Commands {
  private static final long LIMIT_SECONDS = 300;

  private Commands() {}

  /** A command that runs in a container until it ends by itself. */
  record Running(ExecWatch watch, ByteArrayOutputStream output, ByteArrayOutputStream errors) {
    /** Waits for the end, whatever the exit code. */
    int exitCode() throws Exception {
      CompletableFuture<Integer> exit = watch.exitCode();
      Integer code = exit.get(LIMIT_SECONDS, TimeUnit.SECONDS);
      watch.close();
      // The stream ends without a code when the container ended under the command.
      return code == null ? -1 : code;
    }

    /** What the command has printed so far. */
    String printed() {
      return output.toString(StandardCharsets.UTF_8);
    }
  }

  static Running start(
      KubernetesClient client, String namespace, String pod, String container, String... command) {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    ExecWatch watch =
        client
            .pods()
            .inNamespace(namespace)
            .withName(pod)
            .inContainer(container)
            .writingOutput(output)
            .writingError(errors)
            .exec(command);
    return new Running(watch, output, errors);
  }

  /** Runs a command in a container to its end and returns what it printed. */
  static String run(
      KubernetesClient client, String namespace, String pod, String container, String... command)
      throws Exception {
    Running running = start(client, namespace, pod, container, command);
    int code = running.exitCode();
    if (code != 0) {
      throw new IllegalStateException(
          String.join(" ", command)
              + " in "
              + pod
              + " ended with "
              + code
              + ": "
              + running.errors().toString(StandardCharsets.UTF_8));
    }
    return running.printed();
  }

  /** Runs a command on this machine to its end and returns what it printed. */
  static String runHere(String... command) throws Exception {
    Process process = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IllegalStateException(String.join(" ", command) + " failed: " + output);
    }
    return output;
  }
}
