package io.nuodb.backup.simulator.domain.admin;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.nuodb.backup.simulator.domain.http.ClientAccess;
import java.util.Map;

/**
 * What an engine process is started with.
 *
 * @param apiServer the admin, as in NUOCMD_API_SERVER
 * @param adminAccess how the admin is reached; null in what the admin knows of the process
 * @param address where the other processes reach this one
 * @param port of the engine; 0 chooses a free one
 * @param labels process labels, which select storage managers for hot copy
 * @param options start options, such as {@code mem} or {@code journal-hot-copy}
 */
public record ProcessSettings(
    String apiServer,
    @JsonIgnore ClientAccess adminAccess,
    String dbName,
    String hostname,
    String address,
    int port,
    Map<String, String> labels,
    Map<String, String> options) {
  /** For an admin that is open to everybody. */
  public ProcessSettings(
      String apiServer,
      String dbName,
      String hostname,
      String address,
      int port,
      Map<String, String> labels,
      Map<String, String> options) {
    this(apiServer, ClientAccess.OPEN, dbName, hostname, address, port, labels, options);
  }

  public ProcessSettings withPort(int boundPort) {
    return new ProcessSettings(
        apiServer, adminAccess, dbName, hostname, address, boundPort, labels, options);
  }

  public String url() {
    return "http://" + address + ":" + port;
  }
}
