package io.nuodb.backup.simulator.domain.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nuodb.backup.simulator.domain.admin.DomainState.ArchiveState;
import io.nuodb.backup.simulator.domain.http.Json;
import java.time.Clock;
import java.time.Duration;

/** Processes, archives and databases as the admin REST API shows them. */
final class DomainViews {
  static final String VERSION = "7.0.0-simulator";
  private static final String DEFAULT_REGION = "Default";

  private final Domain domain;
  private final String serverId;
  private final Clock clock;

  DomainViews(Domain domain, String serverId, Clock clock) {
    this.domain = domain;
    this.serverId = serverId;
    this.clock = clock;
  }

  ObjectNode process(Engine engine, String baseUrl) {
    EngineReport report = engine.report();
    ProcessSettings process = report.process();
    ObjectNode view = Json.MAPPER.createObjectNode();
    view.put("startId", String.valueOf(engine.startId()))
        .put("dbName", process.dbName())
        .put("type", report.type().name())
        .put("durableState", "MONITORED")
        .put("state", report.status().state().name())
        .put("host", serverId)
        .put("hostname", process.hostname())
        .put("address", process.address())
        .put("ipAddress", process.address())
        .put("port", process.port())
        .put("pid", report.pid())
        .put("nodeId", engine.registration().nodeId())
        .put("regionId", DEFAULT_REGION)
        .put("regionName", DEFAULT_REGION)
        .put("isExternalStartup", true)
        .put("lastHeardFrom", Duration.between(engine.lastHeardFrom(), clock.instant()).toMillis())
        .put("version", VERSION)
        .put("storageGroups", api(baseUrl) + "/processes/" + engine.startId() + "/storageGroups");
    view.set("labels", Json.MAPPER.valueToTree(process.labels()));
    view.set("options", Json.MAPPER.valueToTree(process.options()));
    if (report.status().archive() != null) {
      view.put("archiveId", engine.registration().archiveId());
      view.put("archiveDir", report.status().archive().path());
    }
    return view;
  }

  ObjectNode archive(ArchiveState archive, String baseUrl) {
    String state =
        domain.runningSm(archive.dbName(), archive.id()).isPresent() ? "RUNNING" : "NOT_RUNNING";
    return ArchiveView.of(api(baseUrl), archive.id(), archive.dbName(), archive.path(), state);
  }

  ObjectNode database(String dbName, String baseUrl) {
    boolean hasTe =
        domain.engines().stream()
            .anyMatch(engine -> engine.report().isRunning(EngineType.TE, dbName));
    boolean hasSm = domain.engines().stream().anyMatch(engine -> engine.isRunningSm(dbName));
    ObjectNode view = Json.MAPPER.createObjectNode();
    view.put("name", dbName)
        .put("state", hasTe && hasSm ? "RUNNING" : "NOT_RUNNING")
        .put("uri", api(baseUrl) + "/databases/" + dbName)
        .put("defaultRegionId", DEFAULT_REGION)
        .put("processes", api(baseUrl) + "/processes?filterBy=dbName&dbName=" + dbName);
    view.putObject("incarnation")
        .put("major", domain.state().database(dbName).hasRun() ? 1 : 0)
        .put("minor", 0);
    view.putObject("databaseOptions");
    return view;
  }

  private static String api(String baseUrl) {
    return baseUrl + "/api/1";
  }
}
