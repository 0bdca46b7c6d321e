package io.nuodb.backup.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nuodb.backup.job.JobProgress;
import io.nuodb.backup.job.JobResult;
import io.nuodb.backup.nuodb.AdminClient;
import io.nuodb.backup.nuodb.AdminException;
import io.nuodb.backup.nuodb.HotCopyId;
import io.nuodb.backup.nuodb.HotCopyRequest;
import io.nuodb.backup.nuodb.HotCopyStatus;
import io.nuodb.backup.nuodb.HotCopyType;
import io.nuodb.backup.nuodb.StorageManagerProcess;
import io.nuodb.backup.simulator.domain.DomainFixture;
import io.nuodb.backup.simulator.domain.rows.DatabaseClient;
import io.nuodb.backup.simulator.domain.sm.StorageManager;
import io.nuodb.backup.simulator.store.StoreSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An agent and a domain in this JVM with real files, whose storage manager has faults. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
abstract class SimulatedDomainTestCase {
  static final Duration PATIENCE = Duration.ofSeconds(60);
  static final Duration TIMEOUT = Duration.ofDays(30);
  static final String POD = "sm-0";

  StorageManagerFaults faults;
  final DomainTime time = new DomainTime(Instant.parse("2026-04-18T22:35:00Z"));
  final ByteArrayOutputStream log = new ByteArrayOutputStream();
  Path backups;
  DomainFixture domain;
  DatabaseClient database;
  Optional<Long> maxRate = Optional.empty();
  URI admin;

  @BeforeEach
  void startDomain(@TempDir Path root) throws Exception {
    backups = Files.createDirectory(root.resolve("backup"));
    domain = new DomainFixture(root);
    database = domain.connect();
    admin = URI.create("http://" + domain.apiServer());
  }

  @AfterEach
  void stopDomain() throws Exception {
    database.close();
    domain.close();
    assertThat(time.scriptDone()).as("all was done that the test wanted").isTrue();
  }

  StorageManager start() throws Exception {
    return start(StoreSettings::withJournalHotCopy);
  }

  StorageManager start(UnaryOperator<StoreSettings> tuning) throws Exception {
    StorageManager started = start(POD, tuning);
    faults = new StorageManagerFaults(started);
    write(0, 2_000);
    return started;
  }

  StorageManager start(String pod, UnaryOperator<StoreSettings> tuning) throws Exception {
    StorageManager started = domain.start(pod, UnaryOperator.identity(), tuning);
    DomainFixture.awaitRunning(started);
    awaitRunning(pod);
    return started;
  }

  /** Until the admin says so, as the agent asks that one. */
  void awaitRunning(String pod) {
    await()
        .ignoreExceptions()
        .atMost(PATIENCE)
        .until(
            () ->
                StorageManagerProcess.inPod(pod, api().storageManagers(DomainFixture.DATABASE))
                    .filter(StorageManagerProcess::running)
                    .isPresent());
  }

  /** Until the admin misses the storage manager; then the agent's time passes. */
  void awaitLoss(String pod) {
    await()
        .ignoreExceptions()
        .dontCatchUncaughtExceptions()
        .atMost(PATIENCE)
        .until(
            () ->
                StorageManagerProcess.inPod(pod, direct().storageManagers(DomainFixture.DATABASE))
                    .isEmpty());
    time.flow();
  }

  void write(long from, int count) throws IOException {
    Map<Long, String> rows = new HashMap<>();
    for (long key = from; key < from + count; key++) {
      rows.put(key, "row %d as of %s".formatted(key, time.instant()));
    }
    database.writeAndCommit("foo", rows);
  }

  JobResult full(String set) {
    return run(HotCopyType.FULL, new Destination.Directory(backups.resolve(set)), Optional.empty());
  }

  JobResult incremental(String set) {
    return run(
        HotCopyType.INCREMENTAL,
        new Destination.Directory(backups.resolve(set)),
        Optional.of("full"));
  }

  /** After all elements that the newest set holds now. */
  JobResult journal() {
    long count = 0;
    while (Files.exists(backups.resolve("set").resolve(count + 1 + ".jnl"))) {
      count++;
    }
    return run(
        HotCopyType.JOURNAL,
        new Destination.NewestSet(backups, Optional.empty()),
        Optional.of(count == 0 ? "set/full" : "set/" + count + ".jnl"));
  }

  JobResult simple(String archive) {
    return run(
        HotCopyType.SIMPLE, new Destination.Directory(backups.resolve(archive)), Optional.empty());
  }

  JobResult run(HotCopyType type, Destination destination, Optional<String> after) {
    Target target = new Target(POD, destination, after.map(TestTasks::after));
    return run(type, List.of(target), Optional.of(target));
  }

  JobResult run(HotCopyType type, List<Target> targets, Optional<Target> mounted) {
    return run(type, targets, mounted, Optional.empty(), true);
  }

  /** As a Job beside a storage manager does, that may know the hot copy. */
  JobResult inspect(HotCopyType type, Target target, Optional<HotCopyId> known) {
    return run(type, List.of(target), Optional.of(target), known, false);
  }

  private JobResult run(
      HotCopyType type,
      List<Target> targets,
      Optional<Target> mounted,
      Optional<HotCopyId> known,
      boolean mayStart) {
    PrintStream out = new PrintStream(log, true, StandardCharsets.UTF_8);
    HotCopyTask task =
        new HotCopyTask(
            DomainFixture.DATABASE,
            type,
            targets,
            mounted,
            maxRate,
            true,
            time.instant(),
            time.instant().plus(TIMEOUT),
            known,
            mayStart);
    try {
      return new HotCopyRun(task, EngineTexts.known(), api(), environment(out), new Progress(out))
          .toEnd();
    } finally {
      time.stand();
    }
  }

  JobResult cancellation(HotCopyId hotCopy) {
    PrintStream out = new PrintStream(log, true, StandardCharsets.UTF_8);
    DomainTime own = new DomainTime(time.instant());
    return new HotCopyCancellation(
            api(),
            DomainFixture.DATABASE,
            hotCopy,
            new Environment(own, own, Disk.real(), out),
            new Progress(out))
        .within(PATIENCE);
  }

  Environment environment(PrintStream out) {
    return new Environment(time, time, Disk.real(), out);
  }

  /** Past any proxy. */
  AdminClient direct() {
    return new AdminClient(URI.create("http://" + domain.apiServer()));
  }

  AdminClient api() {
    return new AdminClient(admin);
  }

  boolean runs() throws AdminException {
    return statuses().stream().anyMatch(HotCopyStatus::running);
  }

  void awaitNothingRuns() {
    await().atMost(PATIENCE).until(() -> !runs());
  }

  HotCopyStatus only() throws AdminException {
    assertThat(statuses()).hasSize(1);
    return statuses().getFirst();
  }

  List<HotCopyStatus> statuses() throws AdminException {
    return direct().hotCopyStatuses(DomainFixture.DATABASE).statuses();
  }

  /** A full hot copy into the set foreign that no run asked for. */
  void startForeignFull() throws AdminException {
    AdminClient direct = direct();
    int archiveId =
        StorageManagerProcess.inPod(POD, direct.storageManagers(DomainFixture.DATABASE))
            .orElseThrow()
            .archiveId();
    direct.startHotCopy(
        new HotCopyRequest(
            DomainFixture.DATABASE,
            HotCopyType.FULL,
            Map.of(archiveId, backups.resolve("foreign").toString()),
            Optional.empty(),
            true));
  }

  static void assertCompleted(JobResult result) {
    assertThat(result.cause()).as("%s", result).isNull();
  }

  String log() {
    return log.toString(StandardCharsets.UTF_8);
  }

  List<JobProgress> progress() {
    return log().lines().map(JobProgress::fromLine).flatMap(Optional::stream).toList();
  }

  /** Stands between the agent and the admin process until it is closed. */
  AdminProxy proxy() {
    AdminProxy proxy = new AdminProxy(admin);
    admin = proxy.uri();
    return proxy;
  }
}
