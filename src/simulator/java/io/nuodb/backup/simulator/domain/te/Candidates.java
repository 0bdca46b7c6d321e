package io.nuodb.backup.simulator.domain.te;

import io.nuodb.backup.simulator.domain.replication.StorageManagerReport;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the storage managers last reported. */
final class Candidates {
  /** A storage manager that was silent for longer is not there. */
  private static final Duration REPORT_VALIDITY = Duration.ofSeconds(3);

  private record Heard(StorageManagerReport report, Instant time) {}

  private final Clock clock;
  private final Map<String, Heard> byArchive = new HashMap<>();

  Candidates(Clock clock) {
    this.clock = clock;
  }

  void heard(StorageManagerReport report) {
    byArchive.put(report.archiveUid(), new Heard(report, clock.instant()));
  }

  /** The newest report of an archive's storage manager, however old. */
  Optional<StorageManagerReport> of(String archiveUid) {
    return Optional.ofNullable(byArchive.get(archiveUid)).map(Heard::report);
  }

  /** The reports of the storage managers that are there now. */
  List<StorageManagerReport> present() {
    Instant oldest = clock.instant().minus(REPORT_VALIDITY);
    byArchive.values().removeIf(heard -> heard.time().isBefore(oldest));
    return byArchive.values().stream().map(Heard::report).toList();
  }

  void clear() {
    byArchive.clear();
  }
}
