package io.nuodb.backup.simulator.domain.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nuodb.backup.simulator.domain.admin.DomainState.ArchiveState;
import io.nuodb.backup.simulator.domain.http.HttpError;
import io.nuodb.backup.simulator.domain.http.HttpService;
import io.nuodb.backup.simulator.domain.http.Json;
import io.nuodb.backup.simulator.domain.http.Request;
import java.io.IOException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.UUID;

/**
 * Hot copy in the admin REST API. The storage managers run the hot copies and hold their statuses;
 * the admin finds the right one and asks it. Of several archives in one request that with the
 * lowest id has the coordinator, which has the only status of the whole.
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
        .route("POST", "/api/1/databases/{db}/hotCopySimple", this::startSimple)
        .route("GET", "/api/1/databases/hotCopyStatus", this::status)
        .route("GET", "/api/1/databases/{db}/hotCopyStatus", this::statuses)
        .route("POST", "/api/1/databases/cancelHotCopy", this::cancel);
  }

  private Object start(Request request) throws IOException {
    return start(request, request.body(HotCopyBody.class).command());
  }

  private Object startSimple(Request request) throws IOException {
    return start(request, request.body(SimpleHotCopyBody.class).command());
  }

  private Object start(Request request, HotCopyCommand command) throws IOException {
    String dbName = request.path("db");
    SortedMap<Integer, BackupLocation> targets = command.targets(archiveIds(dbName));
    if (!domain.state().database(dbName).hasRun()) {
      throw HotCopyErrors.notInitialized();
    }
    List<HotCopyOrder.Part> parts = new ArrayList<>();
    targets.forEach((id, location) -> parts.add(part(runningSm(dbName, id), location)));
    if (command.mustCoverAllStorageGroups()) {
      requireAllStorageGroups(dbName, targets.keySet());
    }
    Engine coordinator = runningSm(dbName, targets.firstKey());
    UUID hotCopyId = UUID.randomUUID();
    start(
        coordinator,
        new HotCopyOrder(hotCopyId, command.type(), command.maxRateBytesPerSecond(), parts));
    if (command.timeoutSec() != null) {
      return storageManagers.awaitEnd(
          coordinator, hotCopyId.toString(), command.timeoutSec(), request.baseUrl());
    }
    return Map.of(
        "coordinatorStartId",
        String.valueOf(coordinator.startId()),
        "hotCopyId",
        hotCopyId.toString());
  }

  /** After a lost answer the hot copy may run: only a refused connection tells that it does not. */
  private void start(Engine coordinator, HotCopyOrder order) {
    try {
      storageManagers.start(coordinator, order);
    } catch (ConnectException e) {
      throw HotCopyErrors.noRunningSm(coordinator.dbName());
    } catch (HttpError e) {
      throw HotCopyErrors.refusedByEngine(e.getMessage());
    } catch (IOException e) {
      throw HotCopyErrors.noAnswerFromEngine(e.getMessage());
    }
  }

  private Engine runningSm(String dbName, int archiveId) {
    return domain.runningSm(dbName, archiveId).orElseThrow(() -> HotCopyErrors.noRunningSm(dbName));
  }

  private void requireAllStorageGroups(String dbName, Collection<Integer> archiveIds) {
    List<String> missing = domain.uncoveredStorageGroups(dbName, archiveIds);
    if (!missing.isEmpty()) {
      throw HotCopyErrors.storageGroupsNotCovered(archiveIds, missing);
    }
  }

  private static HotCopyOrder.Part part(Engine sm, BackupLocation location) {
    return new HotCopyOrder.Part(
        sm.archiveId(),
        sm.registration().nodeId(),
        sm.url(),
        location.copyArchiveDir(),
        location.copyJournalDir());
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
    return storageManagers.statuses(
        sm,
        request.intQuery("minSecondsRunning"),
        request.intQuery("timeoutSec"),
        request.baseUrl());
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
    return domain.state().archives(dbName).stream().map(ArchiveState::id).toList();
  }
}
