package io.nuodb.backup.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nuodb.backup.job.Cause;
import io.nuodb.backup.job.JobResult;
import io.nuodb.backup.nuodb.HotCopyId;
import io.nuodb.backup.nuodb.HotCopyType;
import io.nuodb.backup.simulator.store.StoreSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One command over two storage managers, of which something happens to one. */
class CoordinatedFaultsTest extends SimulatedDomainTestCase {
  private static final String OTHER = "sm-1";

  private StorageManagerFaults otherFaults;

  @BeforeEach
  void startBoth() throws Exception {
    start();
    startOther();
    for (String pod : List.of(POD, OTHER)) {
      Files.createDirectory(backups.resolve(pod));
    }
  }

  @Test
  void eachVolumeHoldsTheElementThatTheCommandNames() {
    JobResult result = full("set", Optional.empty());

    assertCompleted(result);
    assertThat(result.backupSet()).isNull();
    assertThat(result.storageManagers())
        .extracting(JobResult.StorageManager::pod)
        .containsExactly(POD, OTHER);
    for (String pod : List.of(POD, OTHER)) {
      JobResult inspected = inspect(pod, result.hotCopy());
      assertCompleted(inspected);
      assertThat(inspected.backupSet().element().id()).isEqualTo(result.hotCopy().hotCopyId());
      assertThat(inspected.backupSet().collectionId()).isEqualTo(result.hotCopy().hotCopyId());
    }
  }

  @Test
  void theMountedVolumeAndInspectionsBesideEachMemberShowIncrementalsAndJournals() {
    assertCompleted(full("set", Optional.empty()));
    Map<HotCopyType, String> elements =
        Map.of(HotCopyType.INCREMENTAL, "1.inc", HotCopyType.JOURNAL, "1.jnl");
    Optional<String> after = Optional.of("full");
    for (HotCopyType type : List.of(HotCopyType.INCREMENTAL, HotCopyType.JOURNAL)) {
      JobResult result = command(type, "set", Optional.of(OTHER), after);

      assertCompleted(result);
      assertThat(result.backupSet().directory()).isEqualTo("set");
      assertThat(result.backupSet().element().name()).isEqualTo(elements.get(type));
      for (String pod : List.of(POD, OTHER)) {
        JobResult.BackupSet inspected = inspect(type, pod, after, result.hotCopy()).backupSet();
        assertThat(inspected.element().name()).isEqualTo(elements.get(type));
        assertThat(inspected.element().id()).isEqualTo(result.hotCopy().hotCopyId());
      }
    }
  }

  @Test
  void aLostAnswerIsNoSecondCommand() throws Exception {
    try (AdminProxy between = proxy()) {
      between.loseAnswersToPosts();

      assertCompleted(full("set", Optional.empty()));
      assertCompleted(bothIncremental("set"));
      assertThat(between.posts()).isEqualTo(2);
    }
    for (String pod : List.of(POD, OTHER)) {
      assertThat(set(pod, "set").resolve("1.inc")).exists();
      assertThat(set(pod, "set").resolve("2.inc")).doesNotExist();
    }
  }

  @Test
  void withoutRoomForOneNeitherHasAnElement() {
    otherFaults.fillBackupVolume();

    JobResult result = full("set", Optional.empty());

    assertThat(result.cause()).isEqualTo(Cause.BackupVolumeFull);
    for (String pod : List.of(POD, OTHER)) {
      JobResult inspected = inspect(pod, result.hotCopy());
      assertThat(inspected.cause()).isEqualTo(Cause.BackupVolumeFull);
      assertThat(inspected.backupSet().fulls()).isZero();
    }
    otherFaults.end();
    assertCompleted(full("set-2", Optional.empty()));
  }

  @Test
  void withTheCoordinatorTheCommandIsLost() throws Exception {
    faults.holdHotCopies();
    time.when(
        this::runs,
        () -> {
          domain.stop(POD);
          awaitLoss(POD);
        });

    JobResult result = full("set", Optional.empty());

    assertThat(result.cause()).isEqualTo(Cause.StorageManagerLost);
    assertThat(set(OTHER, "set").resolve("full")).doesNotExist();
    start();
    // The other storage manager takes a while to see that it copies for nobody.
    AtomicInteger attempt = new AtomicInteger(1);
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                full("set-" + attempt.incrementAndGet(), Optional.empty()).cause()
                    != Cause.HotCopyContention);
    assertThat(set(OTHER, "set-" + attempt).resolve("full")).exists();
  }

  @Test
  void withAnotherMemberTheCommandFails() throws Exception {
    otherFaults.holdHotCopies();
    time.when(this::runs, () -> domain.stop(OTHER));

    JobResult result = full("set", Optional.empty());

    assertThat(result.cause()).isEqualTo(Cause.HotCopyFailed);
    assertThat(set(POD, "set").resolve("full")).doesNotExist();
    startOther();
    assertCompleted(full("set-2", Optional.empty()));
  }

  @Test
  void aKilledAgentIsFollowedByOneThatMountsAVolume() throws Exception {
    JobResult first = full("set", Optional.empty());
    domain.stop(POD);
    start();

    JobResult again = full("set", Optional.of(OTHER));

    assertCompleted(again);
    assertThat(again.backupSet().element().id()).isEqualTo(first.hotCopy().hotCopyId());
    assertThat(statuses()).isEmpty();
  }

  private void startOther() throws Exception {
    otherFaults = new StorageManagerFaults(start(OTHER, StoreSettings::withJournalHotCopy));
  }

  private Path set(String pod, String name) {
    return backups.resolve(pod).resolve(name);
  }

  private Target target(String pod, String set, Optional<String> after) {
    return new Target(pod, new Destination.Directory(set(pod, set)), after.map(TestTasks::after));
  }

  private JobResult full(String set, Optional<String> mounted) {
    return command(HotCopyType.FULL, set, mounted, Optional.empty());
  }

  private JobResult bothIncremental(String set) {
    return command(HotCopyType.INCREMENTAL, set, Optional.empty(), Optional.of("full"));
  }

  private JobResult command(
      HotCopyType type, String set, Optional<String> mounted, Optional<String> after) {
    List<Target> targets = List.of(target(POD, set, after), target(OTHER, set, after));
    return run(
        type,
        targets,
        targets.stream().filter(it -> mounted.equals(Optional.of(it.pod()))).findFirst());
  }

  /** As a Job beside one of the storage managers does. */
  private JobResult inspect(String pod, JobResult.HotCopy command) {
    return inspect(HotCopyType.FULL, pod, Optional.empty(), command);
  }

  private JobResult inspect(
      HotCopyType type, String pod, Optional<String> after, JobResult.HotCopy command) {
    return inspect(
        type,
        target(pod, "set", after),
        Optional.of(new HotCopyId(command.coordinatorStartId(), command.hotCopyId())));
  }
}
