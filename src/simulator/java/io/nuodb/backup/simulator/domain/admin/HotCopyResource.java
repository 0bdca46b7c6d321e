package io.nuodb.backup.simulator.domain.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nuodb.backup.simulator.domain.admin.DomainState.ArchiveState;
import io.nuodb.backup.simulator.domain.http.HttpError;
import io.nuodb.backup.simulator.domain.http.HttpService;
import io.nuodb.backup.simulator.domain.http.Json;
import io.nuodb.backup.simulator.domain.http.Request;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Hot copy in the admin REST API. The storage managers run the hot copies and hold their statuses;
 * the admin finds the right one and asks it.
 */
final class HotCopyResource {
  private final Domain domain;
  private final StorageManagerCalls storageManagers;

  HotCopyResource(Domain domain, StorageManagerCalls storageManagers) {
    this.domain = domain;
    this.storageManagers = storageManagers;
  }

  void addTo(HttpService service) {
    service
        .route("POST", "/api/1/databases/{db}/hotCopy", this::start)
        .route("GET", "/api/1/databases/hotCopyStatus", this::status)
        .route("GET", "/api/1/databases/{db}/hotCopyStatus", this::statuses)
        .route("POST", "/api/1/databases/cancelHotCopy", this::cancel);
  }

  private Object start(Request request) throws IOException {
    String dbName = request.path("db");
    HotCopyCommand command = request.body(HotCopyCommand.class);
    Map.Entry<Integer, String> target =
        command.targets(archiveIds(dbName)).entrySet().iterator().next();
    if (!domain.state().database(dbName).hasRun()) {
      throw HotCopyErrors.notInitialized();
    }
    Engine sm =
        domain
            .runningSm(dbName, target.getKey())
            .orElseThrow(() -> HotCopyErrors.noRunningSm(dbName));

    UUID hotCopyId = UUID.randomUUID();
    ObjectNode part = Json.MAPPER.createObjectNode();
    part.put("hotCopyId", hotCopyId.toString())
        .put("type", command.type())
        .put("backupSetDirectory", target.getValue())
        .put("maxRate", command.maxRateBytesPerSecond());
    try {
      storageManagers.start(sm, part);
    } catch (HttpError e) {
      throw HotCopyErrors.refusedByEngine(e.getMessage());
    } catch (IOException e) {
      throw HotCopyErrors.noRunningSm(dbName);
    }
    if (command.timeoutSec() != null) {
      return storageManagers.awaitEnd(
          sm, hotCopyId.toString(), command.timeoutSec(), request.baseUrl());
    }
    return Map.of(
        "coordinatorStartId", String.valueOf(sm.startId()), "hotCopyId", hotCopyId.toString());
  }

  private Object status(Request request) throws IOException {
    Engine sm = coordinator(request);
    String hotCopyId = request.query("hotCopyId").orElse(null);
    if (hotCopyId == null) {
      return Map.of("hotCopyStatuses", Map.of(sm.startId(), statusesOf(sm, request)));
    }
    var timeoutSec = request.intQuery("timeoutSec");
    return timeoutSec.isPresent()
        ? storageManagers.awaitEnd(sm, hotCopyId, timeoutSec.get(), request.baseUrl())
        : storageManagers.status(sm, hotCopyId, request.baseUrl());
  }

  private Object statuses(Request request) {
    ObjectNode answer = Json.MAPPER.createObjectNode();
    ObjectNode statuses = answer.putObject("hotCopyStatuses");
    ObjectNode errors = answer.putObject("errors");
    for (Engine sm : domain.engines()) {
      if (sm.isRunningSm(request.path("db"))) {
        String startId = String.valueOf(sm.startId());
        try {
          statuses.set(startId, statusesOf(sm, request));
        } catch (IOException | HttpError e) {
          errors.put(startId, "Error while sending engine request: " + e.getMessage());
        }
      }
    }
    return answer;
  }

  private Object cancel(Request request) throws IOException {
    Engine sm = coordinator(request);
    String hotCopyId = request.requiredQuery("hotCopyId");
    ObjectNode status = storageManagers.cancel(sm, hotCopyId, request.baseUrl());
    var timeoutSec = request.intQuery("timeoutSec");
    return timeoutSec.isPresent()
        ? storageManagers.awaitEnd(sm, hotCopyId, timeoutSec.get(), request.baseUrl())
        : status;
  }

  private ArrayNode statusesOf(Engine sm, Request request) throws IOException {
    return storageManagers.statuses(sm, request.intQuery("minSecondsRunning"), request.baseUrl());
  }

  private Engine coordinator(Request request) {
    String startId = request.requiredQuery("coordinatorStartId");
    return domain.engines().stream()
        .filter(engine -> engine.report().type() == EngineType.SM)
        .filter(engine -> String.valueOf(engine.startId()).equals(startId))
        .findFirst()
        .orElseThrow(() -> HotCopyErrors.unknownCoordinator(startId));
  }

  private List<Integer> archiveIds(String dbName) {
    return domain.state().archives().stream()
        .filter(archive -> archive.dbName().equals(dbName))
        .map(ArchiveState::id)
        .toList();
  }
}
