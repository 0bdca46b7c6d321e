package io.nuodb.backup.simulator.domain.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nuodb.backup.simulator.domain.http.HttpService;
import io.nuodb.backup.simulator.domain.http.Json;
import io.nuodb.backup.simulator.domain.http.Request;
import java.util.List;

/** The storage groups of a database in the admin REST API. */
final class StorageGroupResource {
  private final Domain domain;

  StorageGroupResource(Domain domain) {
    this.domain = domain;
  }

  void addTo(HttpService service) {
    service.route("GET", "/api/1/databases/{db}/storageGroups", this::storageGroups);
  }

  private Object storageGroups(Request request) {
    String dbName = request.path("db");
    domain.requireDatabase(dbName);
    return Page.of(
        StorageGroup.of(domain.state(), dbName).stream().map(this::view).toList(), request);
  }

  private ObjectNode view(StorageGroup group) {
    ObjectNode view = Json.MAPPER.createObjectNode();
    view.put("dbName", group.dbName()).put("sgName", group.name()).put("sgId", group.id());
    ObjectNode archiveStates = view.putObject("archiveStates");
    group.archiveIds().forEach(id -> archiveStates.put(String.valueOf(id), "ADDED"));

    ObjectNode processStates = view.putObject("processStates");
    ArrayNode leaderCandidates = view.putArray("leaderCandidates");
    for (Engine sm : storageManagers(group)) {
      String startId = String.valueOf(sm.startId());
      processStates.put(startId, sm.report().status().state().name());
      if (sm.isRunningSm(group.dbName())) {
        leaderCandidates.add(startId);
      }
    }
    return view.put("state", leaderCandidates.isEmpty() ? "Unavailable" : "Available");
  }

  private List<Engine> storageManagers(StorageGroup group) {
    return domain.engines().stream()
        .filter(engine -> engine.archiveId() != null)
        .filter(engine -> group.archiveIds().contains(engine.archiveId()))
        .toList();
  }
}
