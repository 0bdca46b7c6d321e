package io.nuodb.backup.nuodb;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A storage manager as the admin process knows it.
 *
 * @param startId names this start of the process in the domain
 * @param state the admin's word, such as RUNNING or SYNCING
 * @param labels the process's NuoDB labels, not Kubernetes'
 * @param keepsJournals whether it was started with the option {@code journal-hot-copy enable} and
 *     so keeps every journal until it is hot copied; empty when the admin does not tell its options
 */
public record StorageManagerProcess(
    String startId,
    int archiveId,
    String state,
    String hostname,
    Map<String, String> labels,
    Optional<Boolean> keepsJournals) {
  /** The label by which a Kubernetes-aware admin tells the process's pod. */
  private static final String POD_NAME = "pod-name";

  private static final String JOURNAL_HOT_COPY = "journal-hot-copy";

  public StorageManagerProcess {
    labels = Map.copyOf(labels);
  }

  static StorageManagerProcess of(JsonNode json) {
    return new StorageManagerProcess(
        json.path("startId").asText(),
        json.path("archiveId").asInt(),
        json.path("state").asText("UNKNOWN"),
        json.path("hostname").asText(),
        strings(json.path("labels")),
        keepsJournals(json.path("options")));
  }

  private static Optional<Boolean> keepsJournals(JsonNode options) {
    return options.isObject()
        ? Optional.of(options.path(JOURNAL_HOT_COPY).asText().equals("enable"))
        : Optional.empty();
  }

  static Map<String, String> strings(JsonNode object) {
    Map<String, String> strings = new TreeMap<>();
    object.properties().forEach(entry -> strings.put(entry.getKey(), entry.getValue().asText()));
    return strings;
  }

  public boolean running() {
    return state.equals("RUNNING");
  }

  /**
   * The process in this pod. An admin that is not aware of Kubernetes sets no {@code pod-name};
   * then the host's name is the pod's. After a restart the admin may know two for a while: a
   * running one is preferred, then the younger.
   */
  public static Optional<StorageManagerProcess> inPod(
      String pod, Collection<StorageManagerProcess> processes) {
    return processes.stream()
        .filter(process -> process.labels.getOrDefault(POD_NAME, process.hostname).equals(pod))
        .max(
            Comparator.comparing(StorageManagerProcess::running)
                .thenComparing(process -> process.startId.length())
                .thenComparing(StorageManagerProcess::startId));
  }
}
