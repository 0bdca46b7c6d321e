package io.nuodb.backup.nuodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The part of the NuoDB admin REST API that hot copies need. Every request is answered or fails
 * within 30 seconds; over https, a connection that breaks adds up to 20 seconds in which a second
 * handshake may tell why. None is ever repeated by itself.
 */
public final class AdminClient {
  private static final int PAGE = 20;

  /** How the admin begins every error that arose from a hot copy request. */
  private static final String HOT_COPY_FAILURE = "Failure while performing hot-copy";

  private final AdminHttp http;

  /**
   * @param server scheme, host and port of the admin process
   */
  public AdminClient(URI server, AdminAccess access) {
    this(server, access, AdminHttp.REQUEST_TIMEOUT);
  }

  AdminClient(URI server, AdminAccess access, Duration timeout) {
    this.http = new AdminHttp(server, access, timeout);
  }

  /** For an admin process that is open to everybody. */
  public AdminClient(URI server) {
    this(server, AdminAccess.OPEN);
  }

  /**
   * Starts a hot copy and returns before it ends.
   *
   * @throws AdminRefusedException also when the admin reports the engine's refusal as a server
   *     error: which HTTP status belongs to which refusal is not documented
   */
  public HotCopyId startHotCopy(HotCopyRequest request) throws AdminException {
    String resource = request.type() == HotCopyType.SIMPLE ? "/hotCopySimple" : "/hotCopy";
    JsonNode answer;
    try {
      answer =
          http.post("databases/" + AdminHttp.encode(request.database()) + resource, body(request));
    } catch (AdminUnavailableException e) {
      if (e.getMessage().startsWith(HOT_COPY_FAILURE)) {
        throw new AdminRefusedException(e.getMessage());
      }
      throw e;
    }
    HotCopyId id = HotCopyStatus.idOf(answer);
    if (id.hotCopyId().isEmpty()) {
      throw new AdminUnavailableException("the answer names no hot copy: " + answer, true, null);
    }
    return id;
  }

  private static ObjectNode body(HotCopyRequest request) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    if (request.type() == HotCopyType.SIMPLE) {
      ObjectNode locations = body.putObject("backupLocations");
      request
          .directories()
          .forEach((id, path) -> locations.putObject(id.toString()).put("copyArchiveDir", path));
    } else {
      body.put("type", request.type().text());
      body.put("shared", false);
      ObjectNode sets = body.putObject("backupSetDirs");
      request.directories().forEach((id, path) -> sets.put(id.toString(), path));
    }
    request.maxRate().ifPresent(rate -> body.put("maxRate", rate));
    return body.put("checkContainsAllSgs", !request.partialStorageGroups());
  }

  /** The running hot copies of a database and those that its storage managers still remember. */
  public HotCopyStatuses hotCopyStatuses(String database) throws AdminException {
    JsonNode answer =
        http.get("databases/" + AdminHttp.encode(database) + "/hotCopyStatus", Map.of());
    List<HotCopyStatus> statuses = new ArrayList<>();
    for (JsonNode ofStorageManager : answer.path("hotCopyStatuses")) {
      ofStorageManager.forEach(status -> statuses.add(HotCopyStatus.of(status)));
    }
    return new HotCopyStatuses(statuses, StorageManagerProcess.strings(answer.path("errors")));
  }

  public HotCopyStatus hotCopyStatus(HotCopyId id) throws AdminException {
    return HotCopyStatus.of(http.get("databases/hotCopyStatus", query(id)));
  }

  /** Asks for a hot copy to be cancelled; its status tells when it is. */
  public void cancelHotCopy(HotCopyId id) throws AdminException {
    http.post("databases/cancelHotCopy", query(id));
  }

  /** The storage managers of a database, whatever their state. */
  public List<StorageManagerProcess> storageManagers(String database) throws AdminException {
    return all("processes", Map.of("filterBy", "dbName", "dbName", database)).stream()
        // The filter is a regular expression: it may let other databases through.
        .filter(process -> process.path("dbName").asText().equals(database))
        .filter(process -> process.path("type").asText().equals("SM"))
        .map(StorageManagerProcess::of)
        .toList();
  }

  public List<StorageGroup> storageGroups(String database) throws AdminException {
    String path = "databases/" + AdminHttp.encode(database) + "/storageGroups";
    return all(path, Map.of()).stream().map(StorageGroup::of).toList();
  }

  /** The elements of all pages of a collection. */
  private List<JsonNode> all(String path, Map<String, String> filter) throws AdminException {
    List<JsonNode> found = new ArrayList<>();
    boolean more = true;
    while (more) {
      Map<String, String> query = new TreeMap<>(filter);
      query.put("offset", Integer.toString(found.size()));
      query.put("limit", Integer.toString(PAGE));
      JsonNode page = http.get(path, query);
      page.path("data").forEach(found::add);
      more = !page.path("data").isEmpty() && page.path("hasNext").asBoolean();
    }
    return found;
  }

  private static Map<String, String> query(HotCopyId id) {
    return Map.of("coordinatorStartId", id.coordinatorStartId(), "hotCopyId", id.hotCopyId());
  }
}
