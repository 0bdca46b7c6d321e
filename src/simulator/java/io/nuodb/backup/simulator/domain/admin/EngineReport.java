package io.nuodb.backup.simulator.domain.admin;

import java.util.UUID;

/**
 * What an engine process tells the admin at its start and at every heartbeat. The first report
 * registers the process; an admin that restarted learns everything again from the next one.
 *
 * @param incarnation made by the process at its start, so that a repeated report is recognized
 * @param startId null until the admin assigned one, before the process was started or since
 */
public record EngineReport(
    UUID incarnation,
    Integer startId,
    EngineType type,
    ProcessSettings process,
    long pid,
    EngineStatus status) {
  String dbName() {
    return process.dbName();
  }

  boolean isRunning(EngineType engineType, String dbName) {
    return type == engineType
        && status.state() == EngineState.RUNNING
        && process.dbName().equals(dbName);
  }
}
