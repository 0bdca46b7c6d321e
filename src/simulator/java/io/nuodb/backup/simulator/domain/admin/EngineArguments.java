package io.nuodb.backup.simulator.domain.admin;

import io.nuodb.backup.simulator.domain.http.ClientAccess;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Option;

/** The arguments and environment that every engine process of NuoDB's Helm chart gets. */
public final class EngineArguments {
  private static final String POD_NAME = "POD_NAME";

  @Option(
      names = "--api-server",
      defaultValue = "${env:NUOCMD_API_SERVER:-localhost:8888}",
      description = "Admin process (NUOCMD_API_SERVER), default ${DEFAULT-VALUE}.")
  private String apiServer;

  @Option(
      names = "--db-name",
      defaultValue = "${env:DB_NAME}",
      required = true,
      description = "Database (DB_NAME).")
  private String dbName;

  @Option(
      names = "--address",
      defaultValue = "${env:POD_IP}",
      description = "Address at which others reach this process (POD_IP), default the host's.")
  private String address;

  @Option(
      names = "--port",
      defaultValue = "48006",
      description = "Engine port, default ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--options",
      defaultValue = "",
      description = "Start options as pairs, such as \"mem 128m journal-hot-copy enable\".")
  private String options;

  @Option(
      names = "--labels",
      defaultValue = "",
      description = "Process labels as pairs, such as \"role hotcopy\".")
  private String labels;

  @Option(
      names = "--start-id",
      description = "Start id, given by an admin that starts the process; by default it gets one.")
  private Integer startId;

  public ProcessSettings settings(UnaryOperator<String> environment) throws UnknownHostException {
    InetAddress local = InetAddress.getLocalHost();
    String podName = environment.apply(POD_NAME);
    return new ProcessSettings(
        apiServer,
        ClientAccess.of(environment),
        dbName,
        podName == null ? local.getHostName() : podName,
        address == null ? local.getHostAddress() : address,
        port,
        allLabels(environment),
        pairs(options),
        Set.of(),
        startId);
  }

  /** With what a Kubernetes-aware admin adds to a process that runs in a pod. */
  private Map<String, String> allLabels(UnaryOperator<String> environment) {
    Map<String, String> all = new LinkedHashMap<>(pairs(labels));
    String podName = environment.apply(POD_NAME);
    if (podName != null) {
      all.put("pod-name", podName);
      all.put("archive-pvc", "archive-volume-" + podName);
    }
    String podUid = environment.apply("POD_UID");
    if (podUid != null) {
      all.put("pod-uid", podUid);
    }
    return all;
  }

  /** The words of an argument such as {@code "sg1 sg2"}. */
  public static Set<String> words(String text) {
    return text.isBlank() ? Set.of() : new TreeSet<>(List.of(text.strip().split("\\s+")));
  }

  /** A last word without a partner has the empty value. */
  static Map<String, String> pairs(String text) {
    Map<String, String> pairs = new LinkedHashMap<>();
    String[] words = text.isBlank() ? new String[0] : text.strip().split("\\s+");
    for (int i = 0; i < words.length; i += 2) {
      pairs.put(words[i], i + 1 < words.length ? words[i + 1] : "");
    }
    return pairs;
  }
}
