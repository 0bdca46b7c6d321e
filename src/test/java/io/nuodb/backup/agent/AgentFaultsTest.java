package io.nuodb.backup.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.nuodb.backup.job.Cause;
import io.nuodb.backup.job.JobProgress;
import io.nuodb.backup.job.JobResult;
import io.nuodb.backup.job.JobResult.SetState;
import io.nuodb.backup.nuodb.AdminClient;
import io.nuodb.backup.nuodb.AdminException;
import io.nuodb.backup.nuodb.FakeAdmin;
import io.nuodb.backup.nuodb.HotCopyId;
import io.nuodb.backup.nuodb.HotCopyRequest;
import io.nuodb.backup.nuodb.HotCopyStatus;
import io.nuodb.backup.nuodb.HotCopyType;
import io.nuodb.backup.nuodb.StorageManagerProcess;
import io.nuodb.backup.simulator.domain.DomainFixture;
import io.nuodb.backup.simulator.domain.ForkedStorageManager;
import io.nuodb.backup.simulator.domain.rows.DatabaseClient;
import io.nuodb.backup.simulator.domain.sm.StorageManager;
import io.nuodb.backup.simulator.store.FileTree;
import io.nuodb.backup.simulator.store.StoreSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The agent against a domain with real files in which something goes wrong: what it reports, what
 * is on the volume afterwards, and that the next run succeeds.
 */
class AgentFaultsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration TIMEOUT = Duration.ofDays(30);
  private static final String POD = "sm-0";

  private final ScriptedFaults faults = new ScriptedFaults();
  private final DomainTime time = new DomainTime(Instant.parse("2026-04-18T22:35:00Z"));
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private Path backups;
  private DomainFixture domain;
  private DatabaseClient database;
  private Duration timeout = TIMEOUT;
  private Optional<Long> maxRate = Optional.empty();
  private URI admin;

  @BeforeEach
  void startDomain(@TempDir Path root) throws Exception {
    backups = Files.createDirectory(root.resolve("backup"));
    domain = new DomainFixture(root);
    database = domain.connect();
    admin = URI.create("http://" + domain.apiServer());
  }

  @AfterEach
  void stopDomain() throws Exception {
    faults.release();
    faults.journalVolumeFull = false;
    database.close();
    domain.close();
    assertThat(time.scriptDone()).as("all was done that the test wanted").isTrue();
  }

  @Test
  void aSlowHotCopyIsFollowedAndItsProgressTold() throws Exception {
    start();
    faults.holdAfter(20);
    time.when(() -> progress().stream().anyMatch(line -> line.bytes() > 0), () -> faults.release());

    JobResult result = full("set");

    assertCompleted(result);
    assertThat(progress()).allMatch(line -> line.hotCopyId().equals(result.hotCopy().hotCopyId()));
    assertThat(result.backupSet().size()).isPositive();
  }

  @Test
  void aKilledStorageManagerLosesTheHotCopy() throws Exception {
    try (ForkedStorageManager killed = new ForkedStorageManager(domain, POD)) {
      awaitRunning();
      write(0, 2_000);
      maxRate = Optional.of(1_000L);
      time.when(this::runs, killed::kill);

      JobResult result = full("set");

      assertThat(result.cause()).isEqualTo(Cause.StorageManagerLost);
      assertThat(result.backupSet().state()).isEqualTo(SetState.Initialized);
      assertThat(backups.resolve("set/tmp/full")).exists();
    }
    maxRate = Optional.empty();
    start();
    assertCompleted(full("set-2"));
  }

  @Test
  void aFullBackupVolumeIsToldWithWhatIsNeeded() throws Exception {
    start();
    assertCompleted(full("set"));
    write(0, 100);
    faults.backupVolumeFull = true;

    JobResult result = incremental("set");

    assertThat(result.cause()).isEqualTo(Cause.BackupVolumeFull);
    assertThat(result.message())
        .contains("No space left on device")
        .contains(backups.resolve("set/full") + ", took")
        .contains("bytes are free");
    assertThat(result.backupSet().state()).isEqualTo(SetState.Complete);
    assertThat(result.backupSet().incrementals()).isZero();
    assertThat(backups.resolve("set/tmp/1.inc")).exists();

    faults.backupVolumeFull = false;
    JobResult next = incremental("set");
    assertCompleted(next);
    assertThat(next.backupSet().element().name()).isEqualTo("1.inc");
    assertThat(backups.resolve("set/tmp")).isEmptyDirectory();
  }

  @Test
  void aFullJournalVolumeEndsTheStorageManagerAndItsHotCopy() throws Exception {
    StorageManager ending = start();
    faults.hold();
    time.when(
        this::runs,
        () -> {
          faults.journalVolumeFull = true;
          assertThatThrownBy(() -> write(0, 1)).isNotNull();
          assertThatThrownBy(ending::awaitFailure)
              .hasStackTraceContaining("No space left on device");
          domain.stop(POD);
        });

    assertThat(full("set").cause()).isEqualTo(Cause.StorageManagerLost);

    faults.journalVolumeFull = false;
    faults.release();
    start();
    assertCompleted(full("set-2"));
  }

  @Test
  void aSyncSuspendsJournalsUntilAnIncremental() throws Exception {
    start();
    domain.startAndAwaitRunning("sm-1");
    assertCompleted(full("set"));
    assertCompleted(journal());
    domain.stop(POD);
    write(0, 500);
    start();

    JobResult result = journal();

    assertThat(result.cause()).isEqualTo(Cause.JournalCopySuspended);
    assertThat(result.backupSet().journals()).isEqualTo(1);
    assertCompleted(incremental("set"));
    JobResult.Element journal = journal().backupSet().element();
    assertThat(journal.name()).isEqualTo("2.jnl");
    assertThat(journal.firstJournal()).isPositive().isLessThanOrEqualTo(journal.lastJournal());
  }

  @Test
  void aStorageManagerWithoutTheOptionCopiesNoJournals() throws Exception {
    start(store -> store);
    assertCompleted(full("set"));

    assertThat(journal().cause()).isEqualTo(Cause.JournalCopyNotEnabled);
  }

  @Test
  void journalsFollowAFullThatNobodyHereStarted() throws Exception {
    start();
    assertCompleted(full("set"));
    try (Proxy between = new Proxy()) {
      between.beforeFirstPost(this::startForeignFull);

      JobResult result = journal();

      assertCompleted(result);
      assertThat(result.backupSet().directory()).isEqualTo("foreign");
      assertThat(between.posts()).isEqualTo(2);
    }
  }

  @Test
  void anotherFullOnTheArchiveIsContention() throws Exception {
    start();
    faults.hold();
    startForeignFull();

    JobResult result = full("set");

    assertThat(result.cause()).isEqualTo(Cause.HotCopyContention);
    assertThat(result.backupSet().state()).isEqualTo(SetState.Absent);
    faults.release();
    awaitNothingRuns();
    assertCompleted(full("set"));
  }

  @Test
  void anAdminThatIsAwayIsGivenUpAndNothingIsWritten() throws Exception {
    start();
    int port = domain.admin().port();
    domain.admin().close();

    JobResult result = full("set");

    assertThat(result.cause()).isEqualTo(Cause.AdminUnreachable);
    assertThat(backups).isEmptyDirectory();
    domain.startAdmin(port);
    awaitRunning();
    assertCompleted(full("set"));
  }

  @Test
  void anAdminThatIsAwayDuringTheCopyDoesNotMatter() throws Exception {
    start();
    faults.hold();
    int port = domain.admin().port();
    time.when(this::runs, () -> domain.admin().close());
    time.when(
        () -> log().contains("waiting for the admin process"),
        () -> {
          domain.startAdmin(port);
          awaitRunning();
          faults.release();
        });

    JobResult result = full("set");

    assertCompleted(result);
    assertThat(result.backupSet().element().id()).isEqualTo(result.hotCopy().hotCopyId());
  }

  @Test
  void aHotCopyThatHangsIsCancelledAtTheDeadline() throws Exception {
    start();
    faults.hold();
    timeout = Duration.ofMinutes(1);

    JobResult result = full("set");

    assertThat(result.cause()).isEqualTo(Cause.HotCopyTimedOut);
    assertThat(result.backupSet().state()).isEqualTo(SetState.Initialized);
    assertThat(backups.resolve("set/tmp")).isEmptyDirectory();
    faults.release();
    timeout = TIMEOUT;
    assertCompleted(full("set-2"));
  }

  @Test
  void aHotCopyThatIsCancelledByAnotherPodIsToldSo() throws Exception {
    start();
    faults.hold();
    time.when(this::runs, () -> assertCompleted(cancellation(only().id())));

    JobResult result = full("set");

    assertThat(result.cause()).isEqualTo(Cause.HotCopyCancelled);
    assertCompleted(
        cancellation(
            new HotCopyId(result.hotCopy().coordinatorStartId(), result.hotCopy().hotCopyId())));
    faults.release();
    assertCompleted(full("set-2"));
  }

  @Test
  void aLostAnswerIsNoSecondHotCopy() throws Exception {
    start();
    try (Proxy between = new Proxy()) {
      between.loseAnswersToPosts();

      assertCompleted(full("set"));
      assertThat(between.posts()).isEqualTo(1);

      write(0, 10);
      JobResult incremental = incremental("set");
      assertCompleted(incremental);
      assertThat(incremental.backupSet().incrementals()).isEqualTo(1);

      JobResult journal = journal();
      assertCompleted(journal);
      assertThat(journal.backupSet().journals()).isEqualTo(1);
      assertThat(between.posts()).isEqualTo(3);
    }
  }

  @Test
  void aSetThatIsRemovedUnderTheCopyEndsTheStorageManager() throws Exception {
    StorageManager ending = start();
    faults.hold();
    time.when(
        this::runs,
        () -> {
          FileTree.delete(backups.resolve("set"));
          faults.release();
          assertThatThrownBy(ending::awaitFailure)
              .hasStackTraceContaining("Unable to create archive directory");
        });

    JobResult result = full("set");

    assertThat(result.cause()).isEqualTo(Cause.HotCopyFailed);
    assertThat(result.message()).contains("Unable to create archive directory");
    assertThat(result.backupSet().state()).isEqualTo(SetState.Absent);
    domain.stop(POD);
    start();
    assertCompleted(full("set-2"));
  }

  @Test
  void anAgentThatIsKilledIsFollowedByTheNext() throws Exception {
    start();
    JobResult full = followed(() -> full("set"));
    write(0, 50);
    JobResult incremental = followed(() -> incremental("set"));
    JobResult journal = followed(this::journal);

    assertThat(statuses())
        .extracting(status -> status.id().hotCopyId())
        .containsExactly(
            full.backupSet().element().id(),
            incremental.backupSet().element().id(),
            journal.backupSet().element().id());
  }

  /** The result of the second agent, after the first was killed while its hot copy ran. */
  private JobResult followed(Callable<JobResult> run) throws Exception {
    faults.hold();
    time.when(
        this::runs,
        () -> {
          throw new InterruptedException("killed");
        });
    assertThatThrownBy(run::call).hasRootCauseMessage("killed");
    time.when(this::runs, faults::release);
    JobResult result = run.call();
    assertCompleted(result);
    return result;
  }

  @Test
  void whatCompletedBeforeTheStorageManagerWasStartedAnewIsFoundOnTheVolume() throws Exception {
    start();
    JobResult first = full("set");
    domain.stop(POD);
    start();

    JobResult again = full("set");

    assertCompleted(again);
    assertThat(again.backupSet().element()).isEqualTo(first.backupSet().element());
    assertThat(statuses()).isEmpty();
  }

  private StorageManager start() throws Exception {
    return start(StoreSettings::withJournalHotCopy);
  }

  private StorageManager start(UnaryOperator<StoreSettings> tuning) throws Exception {
    StorageManager started =
        domain.start(
            POD, UnaryOperator.identity(), store -> tuning.apply(store).withFaults(faults));
    DomainFixture.awaitRunning(started);
    awaitRunning();
    write(0, 2_000);
    return started;
  }

  /** Until the admin says so, as the agent asks that one. */
  private void awaitRunning() {
    await()
        .ignoreExceptions()
        .atMost(PATIENCE)
        .until(
            () ->
                StorageManagerProcess.inPod(POD, api().storageManagers(DomainFixture.DATABASE))
                    .filter(StorageManagerProcess::running)
                    .isPresent());
  }

  private void write(long from, int count) throws IOException {
    Map<Long, String> rows = new HashMap<>();
    for (long key = from; key < from + count; key++) {
      rows.put(key, "row %d as of %s".formatted(key, time.instant()));
    }
    database.writeAndCommit("foo", rows);
  }

  private JobResult full(String set) {
    return run(HotCopyType.FULL, new Destination.Directory(backups.resolve(set)), Optional.empty());
  }

  private JobResult incremental(String set) {
    return run(
        HotCopyType.INCREMENTAL,
        new Destination.Directory(backups.resolve(set)),
        Optional.of("full"));
  }

  /** After all elements that the newest set holds now. */
  private JobResult journal() {
    long count = 0;
    while (Files.exists(backups.resolve("set").resolve(count + 1 + ".jnl"))) {
      count++;
    }
    return run(
        HotCopyType.JOURNAL,
        new Destination.NewestSet(backups, Optional.empty()),
        Optional.of(count == 0 ? "set/full" : "set/" + count + ".jnl"));
  }

  private JobResult run(HotCopyType type, Destination destination, Optional<String> after) {
    Target target = new Target(POD, destination, after.map(TestTasks::after));
    PrintStream out = new PrintStream(log, true, StandardCharsets.UTF_8);
    HotCopyTask task =
        new HotCopyTask(
            DomainFixture.DATABASE,
            type,
            List.of(target),
            Optional.of(target),
            maxRate,
            true,
            time.instant(),
            time.instant().plus(timeout),
            Optional.empty(),
            true);
    return new HotCopyRun(task, EngineTexts.known(), api(), environment(out), new Progress(out))
        .toEnd();
  }

  private JobResult cancellation(HotCopyId hotCopy) {
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

  private Environment environment(PrintStream out) {
    return new Environment(time, time, Disk.real(), out);
  }

  private AdminClient api() {
    return new AdminClient(admin);
  }

  private boolean runs() throws AdminException {
    return statuses().stream().anyMatch(HotCopyStatus::running);
  }

  private void awaitNothingRuns() {
    await().atMost(PATIENCE).until(() -> !runs());
  }

  private HotCopyStatus only() throws AdminException {
    assertThat(statuses()).hasSize(1);
    return statuses().getFirst();
  }

  private List<HotCopyStatus> statuses() throws AdminException {
    return new AdminClient(URI.create("http://" + domain.apiServer()))
        .hotCopyStatuses(DomainFixture.DATABASE)
        .statuses();
  }

  /** A full hot copy into the set foreign that no run asked for. */
  private void startForeignFull() throws AdminException {
    AdminClient direct = new AdminClient(URI.create("http://" + domain.apiServer()));
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

  /** Stands between the agent and the admin process. */
  private final class Proxy implements AutoCloseable {
    private final HttpClient http = HttpClient.newHttpClient();
    private final FakeAdmin server = new FakeAdmin(this::answer);
    private boolean losing;
    private DomainTime.Action beforeFirstPost = () -> {};

    Proxy() {
      admin = server.uri();
    }

    void loseAnswersToPosts() {
      losing = true;
    }

    void beforeFirstPost(DomainTime.Action action) {
      beforeFirstPost = action;
    }

    long posts() {
      return server.requests().stream().filter(Proxy::isPost).count();
    }

    private static boolean isPost(FakeAdmin.Request request) {
      return request.target().startsWith("POST");
    }

    private FakeAdmin.Answer answer(FakeAdmin.Request request) {
      try {
        if (isPost(request) && posts() == 1) {
          beforeFirstPost.run();
        }
        String[] target = request.target().split(" ", 2);
        HttpResponse<String> response =
            http.send(
                HttpRequest.newBuilder(URI.create("http://" + domain.apiServer() + target[1]))
                    .header("Content-Type", "application/json")
                    .method(target[0], BodyPublishers.ofString(request.body()))
                    .build(),
                BodyHandlers.ofString());
        return losing && isPost(request)
            ? FakeAdmin.Answer.NONE
            : new FakeAdmin.Answer(response.statusCode(), response.body());
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void close() {
      server.close();
      http.close();
      admin = URI.create("http://" + domain.apiServer());
    }
  }

  private static void assertCompleted(JobResult result) {
    assertThat(result.cause()).as("%s", result).isNull();
  }

  private String log() {
    return log.toString(StandardCharsets.UTF_8);
  }

  private List<JobProgress> progress() {
    return log().lines().map(JobProgress::fromLine).flatMap(Optional::stream).toList();
  }
}
