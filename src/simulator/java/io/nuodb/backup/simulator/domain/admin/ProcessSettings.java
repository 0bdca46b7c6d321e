package io.nuodb.backup.simulator.domain.admin;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.nuodb.backup.simulator.domain.http.ClientAccess;
import java.util.Map;
import java.util.Set;

/**
 * What an engine process is started with.
 *
 * @param apiServer the admin, as in NUOCMD_API_SERVER
 * @param adminAccess how the admin is reached; null in what the admin knows of the process
 * @param address where the other processes reach this one
 * @param port of the engine; 0 chooses a free one
 * @param labels process labels, which select storage managers for hot copy
 * @param options start options, such as {@code mem} or {@code journal-hot-copy}
 * @param storageGroups that a storage manager's archive serves besides {@code UNPARTITIONED}
 * @param startId null unless the admin assigned one before it started the process
 */
public record ProcessSettings(
    String apiServer,
    @JsonIgnore ClientAccess adminAccess,
    String dbName,
    String hostname,
    String address,
    int port,
    Map<String, String> labels,
    Map<String, String> options,
    Set<String> storageGroups,
    Integer startId) {
  /**
   * Of a process that was started without the admin, declares no storage groups, and whose admin is
   * open to everybody.
   */
  public ProcessSettings(
      String apiServer,
      String dbName,
      String hostname,
      String address,
      int port,
      Map<String, String> labels,
      Map<String, String> options) {
    this(
        apiServer,
        ClientAccess.OPEN,
        dbName,
        hostname,
        address,
        port,
        labels,
        options,
        Set.of(),
        null);
  }

  public ProcessSettings withPort(int boundPort) {
    return new ProcessSettings(
        apiServer,
        adminAccess,
        dbName,
        hostname,
        address,
        boundPort,
        labels,
        options,
        storageGroups,
        startId);
  }

  public ProcessSettings withStorageGroups(Set<String> declared) {
    return new ProcessSettings(
        apiServer,
        adminAccess,
        dbName,
        hostname,
        address,
        port,
        labels,
        options,
        declared,
        startId);
  }

  public String url() {
    return "http://" + address + ":" + port;
  }
}
