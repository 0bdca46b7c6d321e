package io.nuodb.backup.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.nuodb.backup.apiserver.ServiceAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The packaged operator as a process of its own, with the JVM options of its image and the memory
 * limit of the chart or another. Its log goes to a file.
 */
final class OperatorProcess implements AutoCloseable {
  private static final Path IMAGE_OPTIONS = Path.of("deploy/images/operator/operator");
  private static final Path CHART_VALUES = Path.of("helm/nuodb-backup-operator/values.yaml");
  private static final String POD = "bench";
  private static final String PROGRAM = "target/quarkus-app/quarkus-run.jar";
  private static final int STOP_SECONDS = 30;
  private static final double KIB_PER_MIB = 1024;

  private final Process process;

  private OperatorProcess(Process process) {
    this.process = process;
  }

  static OperatorProcess start(String kubeConfig, String namespace, Path directory)
      throws IOException {
    return start(kubeConfig, namespace, chartsMemoryLimit(), directory, Map.of());
  }

  /**
   * With the rights of the chart's service account alone, in whose namespace it is at home.
   *
   * @param memoryLimit in place of the chart's
   */
  static OperatorProcess startAsServiceAccount(
      String kubeConfig, Quantity memoryLimit, Path directory) throws IOException {
    return start(
        kubeConfig,
        ServiceAccount.NAMESPACE,
        memoryLimit,
        directory,
        Map.of(
            "KUBERNETES_IMPERSONATE_USERNAME",
            ServiceAccount.USER,
            "KUBERNETES_IMPERSONATE_GROUP",
            String.join(",", ServiceAccount.GROUPS)));
  }

  private static OperatorProcess start(
      String kubeConfig,
      String namespace,
      Quantity memoryLimit,
      Path directory,
      Map<String, String> environment)
      throws IOException {
    Path kubeConfigFile = directory.resolve("kubeconfig");
    Files.writeString(kubeConfigFile, kubeConfig);
    ProcessBuilder builder = new ProcessBuilder(command(memoryLimit));
    builder
        .environment()
        .putAll(
            Map.of(
                "KUBECONFIG",
                kubeConfigFile.toString(),
                "POD_NAME",
                POD,
                // As in each container: by it the operator knows its own lease after a crash.
                "HOSTNAME",
                POD,
                "POD_NAMESPACE",
                namespace,
                "QUARKUS_OPERATOR_SDK_NAMESPACES",
                "JOSDK_ALL_NAMESPACES",
                "QUARKUS_HTTP_PORT",
                "0"));
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true).redirectOutput(directory.resolve("operator.log").toFile());
    return new OperatorProcess(builder.start());
  }

  private static List<String> command(Quantity memoryLimit) throws IOException {
    List<String> options = Files.readAllLines(IMAGE_OPTIONS);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options.subList(0, options.indexOf("-jar")));
    // What the JVM reads from its container.
    command.add("-XX:MaxRAM=" + memoryLimit.getNumericalAmount().longValueExact());
    command.addAll(List.of("-jar", PROGRAM));
    return command;
  }

  private static Quantity chartsMemoryLimit() throws IOException {
    JsonNode values = Serialization.unmarshal(Files.readString(CHART_VALUES), JsonNode.class);
    return Quantity.parse(values.at("/resources/limits/memory").asText());
  }

  /**
   * Returns the process's resident memory, {@code VmRSS} of proc(5).
   *
   * @throws IOException when the process has ended
   */
  double residentMib() throws IOException {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    for (String line : Files.readAllLines(status)) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) / KIB_PER_MIB;
      }
    }
    throw new IOException("the operator's process has ended, see its log");
  }

  /** Returns the time that the process's threads ran so far, on all cores. */
  Duration cpuTime() {
    return process.info().totalCpuDuration().orElseThrow();
  }

  /** Ends it as a crash would. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
