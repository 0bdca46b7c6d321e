package io.nuodb.backup.bench;

import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.nuodb.backup.apiserver.RunningApiServer;
import io.nuodb.backup.apiserver.ServiceAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A Kubernetes whose parts are all real but for the kubelet, which KWOK plays: etcd, API server,
 * the controllers for Jobs and for garbage, and the scheduler. There are no volumes. All programs
 * but KWOK's are those of the local cluster, on the PATH.
 */
final class ScaleCluster implements AutoCloseable {
  /** Of the one node, where all storage managers run. */
  private static final String NODE = "node-a";

  private static final Path SETTINGS = Path.of("src/test/resources/bench");

  private final RunningApiServer server;
  private final ServiceAccount operator;
  private final Path directory;
  private final List<Process> programs = new ArrayList<>();
  private volatile boolean closing;

  private ScaleCluster(RunningApiServer server, Path directory)
      throws IOException, InterruptedException {
    this.server = server;
    this.directory = directory;
    this.operator = ServiceAccount.ofChart(server.client());
  }

  /**
   * @param directory for logs and settings of the programs
   */
  static ScaleCluster start(Path directory) throws IOException, InterruptedException {
    Files.createDirectories(directory);
    Files.deleteIfExists(auditLog(directory));
    ScaleCluster cluster =
        new ScaleCluster(
            RunningApiServer.start(
                List.of(
                    "--audit-policy-file=" + SETTINGS.resolve("audit-policy.yaml"),
                    "--audit-log-path=" + auditLog(directory))),
            directory);
    Path kubeConfig = directory.resolve("admin.kubeconfig");
    Files.writeString(kubeConfig, cluster.kubeConfig());
    cluster.startPrograms(kubeConfig);
    cluster.addNode();
    return cluster;
  }

  private void startPrograms(Path kubeConfig) throws IOException {
    program(
        "kube-controller-manager",
        "--kubeconfig=" + kubeConfig,
        "--controllers=job-controller,garbage-collector-controller",
        "--leader-elect=false",
        "--secure-port=0",
        // With the default limits a thousand Jobs would take minutes to get their pods.
        "--kube-api-qps=500",
        "--kube-api-burst=1000",
        "--concurrent-job-syncs=20");
    Path scheduler = directory.resolve("scheduler.yaml");
    Files.writeString(
        scheduler,
        Files.readString(SETTINGS.resolve("scheduler.yaml"))
            .replace("@kubeconfig@", kubeConfig.toString()));
    program("kube-scheduler", "--config=" + scheduler, "--secure-port=0");
    program("kwok", "--kubeconfig=" + kubeConfig, "--config=" + SETTINGS.resolve("kwok.yaml"));
  }

  private void program(String name, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(name));
    command.addAll(List.of(arguments));
    Process program =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve(name + ".log").toFile())
            .start();
    programs.add(program);
    program.onExit().thenRun(() -> ended(name));
  }

  /** Without one of its programs nothing would be measured but patience. */
  private void ended(String program) {
    if (!closing) {
      System.err.println(program + " has ended, see its log");
      System.exit(1);
    }
  }

  private void addNode() {
    var nodes = server.client().nodes();
    nodes
        .resource(new NodeBuilder().withNewMetadata().withName(NODE).endMetadata().build())
        .create();
    // Each new node is tainted until a controller, which is not here, finds it Ready.
    nodes
        .withName(NODE)
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": {\"taints\": null}}");
  }

  /** Of an administrator. */
  KubernetesClient client() {
    return server.client();
  }

  /** Of an administrator, as YAML. */
  String kubeConfig() {
    return server.kubeConfig();
  }

  /** A client that has the operator's rights, and no more of the API server's attention. */
  KubernetesClient operatorsClient() {
    return operator.client();
  }

  AuditLog auditLog() {
    return new AuditLog(auditLog(directory));
  }

  private static Path auditLog(Path directory) {
    return directory.resolve("audit.log");
  }

  @Override
  public void close() {
    closing = true;
    programs.forEach(Process::destroyForcibly);
    server.close();
  }
}
