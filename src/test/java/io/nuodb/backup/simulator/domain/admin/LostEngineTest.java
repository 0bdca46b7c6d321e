package io.nuodb.backup.simulator.domain.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.nuodb.backup.simulator.domain.admin.EngineStatus.ArchiveReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the admin finds out that an engine process has died without a word. */
class LostEngineTest {
  private static final Duration HEARTBEAT_TIMEOUT = Duration.ofSeconds(5);

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-04-18T20:58:15Z"));
  private final InstantSource time = now::get;
  private Domain domain;

  @BeforeEach
  void openDomain(@TempDir Path directory) throws IOException {
    domain = new Domain(directory, time.withZone(ZoneOffset.UTC), HEARTBEAT_TIMEOUT);
  }

  @Test
  void anEngineIsThereUntilItWasSilentForLongerThanTheTimeout() throws IOException {
    EngineReport report = storageManager(new UUID(0, 1));
    domain.report(report);
    pass(HEARTBEAT_TIMEOUT);
    assertThat(domain.engines()).hasSize(1);
    domain.report(report);
    pass(HEARTBEAT_TIMEOUT);
    assertThat(domain.engines()).as("heard from meanwhile").hasSize(1);
    pass(Duration.ofMillis(1));
    assertThat(domain.engines()).isEmpty();
  }

  @Test
  void aLostEngineLeavesATombstoneUntilItIsHeardAgain() throws IOException {
    EngineReport report = storageManager(new UUID(0, 1));
    domain.report(report);
    pass(HEARTBEAT_TIMEOUT.plusMillis(1));
    assertThat(domain.process(0)).isEmpty();
    assertThat(domain.exitedProcesses())
        .extracting(exited -> exited.process().startId(), ExitedProcess::reason)
        .containsExactly(tuple(0, "No message within PT5S"));

    domain.report(withStartId(report, 0));
    assertThat(domain.process(0)).isPresent();
    assertThat(domain.exitedProcesses()).isEmpty();
  }

  @Test
  void aStorageManagerReplacesTheOneThatServedItsArchiveBefore() throws IOException {
    UUID archiveUid = new UUID(0, 1);
    Registration former = domain.report(storageManager(archiveUid));
    domain.report(storageManager(new UUID(0, 2)));
    Registration returned = domain.report(storageManager(archiveUid));

    assertThat(domain.engines()).extracting(Engine::startId).containsExactly(1, 2);
    assertThat(returned.archiveId()).isEqualTo(former.archiveId());
  }

  private void pass(Duration duration) {
    now.updateAndGet(before -> before.plus(duration));
  }

  private static EngineReport withStartId(EngineReport report, int startId) {
    return new EngineReport(
        report.incarnation(),
        startId,
        report.type(),
        report.process(),
        report.pid(),
        report.status());
  }

  private static EngineReport storageManager(UUID archiveUid) {
    ArchiveReport archive = new ArchiveReport(archiveUid, "/archive/" + archiveUid);
    return new EngineReport(
        UUID.randomUUID(),
        null,
        EngineType.SM,
        new ProcessSettings("nuodb:8888", "demo", "sm", "127.0.0.1", 48006, Map.of(), Map.of()),
        1,
        new EngineStatus(EngineState.RUNNING, new UUID(1, 2), archive));
  }
}
