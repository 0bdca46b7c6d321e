package io.nuodb.backup.simulator.domain.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nuodb.backup.simulator.domain.admin.DomainState.ArchiveState;
import io.nuodb.backup.simulator.domain.admin.DomainState.DatabaseState;
import io.nuodb.backup.simulator.domain.http.Json;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/** Processes, archives and databases as the admin REST API shows them. */
final class DomainViews {
  static final String VERSION = "7.0.0-simulator";
  private static final String DEFAULT_REGION = "Default";

  private final Domain domain;
  private final AdminServer server;
  private final Clock clock;

  DomainViews(Domain domain, AdminServer server, Clock clock) {
    this.domain = domain;
    this.server = server;
    this.clock = clock;
  }

  ObjectNode process(DomainProcess process, String baseUrl) {
    ObjectNode view = Json.MAPPER.createObjectNode();
    view.put("startId", String.valueOf(process.startId()))
        .put("dbName", process.dbName())
        .put("type", process.type().name())
        .put("host", server.id())
        .put("regionId", DEFAULT_REGION)
        .put("regionName", DEFAULT_REGION)
        .put("version", VERSION)
        .put("storageGroups", api(baseUrl) + "/processes/" + process.startId() + "/storageGroups");
    switch (process) {
      case Engine engine -> put(engine, view);
      case RequestedProcess requested -> put(requested, view);
    }
    return view;
  }

  private void put(Engine engine, ObjectNode view) {
    EngineReport report = engine.report();
    ProcessSettings process = report.process();
    view.put("durableState", "MONITORED")
        .put("state", report.status().state().name())
        .put("hostname", process.hostname())
        .put("address", process.address())
        .put("ipAddress", process.address())
        .put("port", process.port())
        .put("pid", report.pid())
        .put("nodeId", engine.registration().nodeId())
        .put("isExternalStartup", process.startId() == null)
        .put("lastHeardFrom", Duration.between(engine.lastHeardFrom(), clock.instant()).toMillis());
    put(process.labels(), process.options(), view);
    if (report.status().archive() != null) {
      view.put("archiveId", engine.registration().archiveId());
      view.put("archiveDir", report.status().archive().path());
    }
  }

  private static void put(RequestedProcess requested, ObjectNode view) {
    view.put("durableState", "REQUESTED").put("isExternalStartup", false);
    put(requested.labels(), requested.options(), view);
    if (requested.archive() != null) {
      view.put("archiveId", requested.archive().id());
      view.put("archiveDir", requested.archive().path());
    }
  }

  private static void put(
      Map<String, String> labels, Map<String, String> options, ObjectNode view) {
    view.set("labels", Json.MAPPER.valueToTree(labels));
    view.set("options", Json.MAPPER.valueToTree(options));
  }

  ObjectNode exited(ExitedProcess exited, String baseUrl) {
    ObjectNode view = Json.MAPPER.createObjectNode();
    view.set("process", process(exited.process(), baseUrl));
    view.set("databaseIncarnation", incarnation(exited.process().dbName()));
    return view.put("reason", exited.reason())
        .put("hasDisconnected", true)
        .put("exitCode", exited.exitCode());
  }

  ObjectNode archive(ArchiveState archive, String baseUrl) {
    ObjectNode view =
        ArchiveView.of(
            api(baseUrl), archive.id(), archive.dbName(), archive.path(), state(archive));
    if (archive.host() != null) {
      view.put("host", archive.host());
    }
    if (archive.journalPath() != null) {
      view.put("journalPath", archive.journalPath());
    }
    return view;
  }

  private String state(ArchiveState archive) {
    if (archive.uuid() == null) {
      return "PROVISIONED";
    }
    return domain.runningSm(archive.dbName(), archive.id()).isPresent() ? "RUNNING" : "NOT_RUNNING";
  }

  ObjectNode database(String dbName, String baseUrl) {
    ObjectNode view = Json.MAPPER.createObjectNode();
    view.put("name", dbName)
        .put("state", databaseState(dbName))
        .put("uri", api(baseUrl) + "/databases/" + dbName)
        .put("defaultRegionId", DEFAULT_REGION)
        .put("processes", api(baseUrl) + "/processes?filterBy=dbName&dbName=" + dbName);
    view.set("incarnation", incarnation(dbName));
    view.putObject("databaseOptions");
    return view;
  }

  private String databaseState(String dbName) {
    DatabaseState database = domain.state().database(dbName);
    if (database.deleted()) {
      return "TOMBSTONE";
    }
    boolean hasTe =
        domain.engines().stream()
            .anyMatch(engine -> engine.report().isRunning(EngineType.TE, dbName));
    boolean hasSm = domain.engines().stream().anyMatch(engine -> engine.isRunningSm(dbName));
    return hasTe && hasSm ? "RUNNING" : "NOT_RUNNING";
  }

  private ObjectNode incarnation(String dbName) {
    return Json.MAPPER
        .createObjectNode()
        .put("major", domain.state().database(dbName).hasRun() ? 1 : 0)
        .put("minor", 0);
  }

  private static String api(String baseUrl) {
    return baseUrl + "/api/1";
  }
}
