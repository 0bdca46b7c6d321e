package io.nuodb.backup.simulator.domain.admin;

import java.time.Instant;
import java.util.UUID;

/** An engine process that the admin knows, as its newest report described it. */
record Engine(EngineReport report, Registration registration, Instant lastHeardFrom) {
  int startId() {
    return registration.startId();
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
