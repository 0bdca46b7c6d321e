package io.nuodb.backup.simulator.domain.admin;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** An engine process that the admin knows, as its newest report described it. */
record Engine(EngineReport report, Registration registration, Instant lastHeardFrom)
    implements DomainProcess {
  @Override
  public int startId() {
    return registration.startId();
  }

  @Override
  public String dbName() {
    return report.dbName();
  }

  @Override
  public EngineType type() {
    return report.type();
  }

  @Override
  public Integer archiveId() {
    return registration.archiveId();
  }

  @Override
  public Map<String, String> options() {
    return report.process().options();
  }

  boolean isRunningSm(String dbName) {
    return report.isRunning(EngineType.SM, dbName);
  }

  boolean servesArchive(UUID archiveUid) {
    return report.status().archive() != null
        && report.status().archive().archiveUid().equals(archiveUid);
  }

  String url() {
    return report.process().url();
  }
}
