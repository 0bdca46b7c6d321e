package io.nuodb.backup.simulator.domain.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nuodb.backup.simulator.domain.http.Json;

/** An archive as the admin REST API shows it; its storage manager keeps a copy in info.json. */
public final class ArchiveView {
  private ArchiveView() {}

  /**
   * @param apiUrl base of the REST API, with its version
   */
  public static ObjectNode of(String apiUrl, int id, String dbName, String path, String state) {
    ObjectNode view = Json.MAPPER.createObjectNode();
    view.put("uri", apiUrl + "/archives/" + id)
        .put("process", apiUrl + "/processes?filterBy=archiveId&archiveId=" + id)
        .put("id", id)
        .put("dbName", dbName)
        .put("path", path)
        .put("state", state);
    view.putArray("observerStorageGroups");
    return view;
  }
}
