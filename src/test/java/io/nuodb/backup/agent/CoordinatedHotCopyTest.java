package io.nuodb.backup.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.nuodb.backup.agent.FakeDomain.Fate;
import io.nuodb.backup.agent.FakeDomain.HotCopy;
import io.nuodb.backup.job.Cause;
import io.nuodb.backup.job.JobResult;
import io.nuodb.backup.nuodb.HotCopyId;
import io.nuodb.backup.nuodb.HotCopyType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One command over two archives on two volumes, of which a pod mounts one at most. */
class CoordinatedHotCopyTest extends HotCopyTestCase {
  private Target first;
  private Target second;

  @BeforeEach
  void twoStorageManagers() {
    domain.storageManagers = 2;
    first = target("sm-0", root.resolve("volume-0/set"));
    second = target("sm-1", root.resolve("volume-1/set"));
    for (Target target : List.of(first, second)) {
      assertThat(target.destination().root().toFile().mkdirs()).isTrue();
    }
  }

  @Test
  void oneCommandNamesBothAndItsStatusTellsSuccess() {
    JobResult result = run(full(Optional.empty()));

    assertThat(result.cause()).isNull();
    assertThat(result.message())
        .isEqualTo("full hot copy of sm-0, sm-1 completed: Hot copy successfully completed");
    assertThat(result.storageManagers())
        .containsExactly(
            new JobResult.StorageManager("sm-0", 0, "1", "RUNNING", true, List.of("SG0")),
            new JobResult.StorageManager("sm-1", 1, "2", "RUNNING", true, List.of("SG1")));
    assertThat(result.hotCopy()).isEqualTo(new JobResult.HotCopy("id-1", "1"));
    assertThat(result.backupSet()).isNull();
    assertThat(domain.only().elements).containsOnlyKeys(directory(first), directory(second));
    assertThat(posts()).isEqualTo(1);
  }

  @Test
  void aMountedVolumeMustShowItsElementToo() {
    assertThat(run(full(Optional.of(second))).backupSet().element().id()).isEqualTo("id-1");

    domain.onStart =
        () -> time.after(COPYING, () -> domain.remembered.getLast().status = "completed");
    HotCopyTask next = incremental(Optional.of(second));

    assertThat(run(next).cause()).isEqualTo(Cause.HotCopyLost);
  }

  @Test
  void aLostAnswerIsNoSecondCommand() {
    domain.fates.add(Fate.LOST_AFTER_EFFECT);

    assertThat(run(full(Optional.empty())).cause()).isNull();
    assertThat(domain.started).isEqualTo(1);
  }

  @Test
  void aCommandThatNobodyRemembersIsFoundOnTheMountedVolume() {
    run(full(Optional.empty()));
    domain.restartStorageManager();

    assertThat(run(full(Optional.of(first))).backupSet().element().id()).isEqualTo("id-1");
    assertThat(domain.started).isEqualTo(1);
  }

  @Test
  void withTheCoordinatorTheCommandIsLost() {
    domain.onStart = () -> time.after(COPYING, domain::restartStorageManager);

    JobResult result = run(full(Optional.empty()));

    assertThat(result.cause()).isEqualTo(Cause.StorageManagerLost);
    assertThat(result.message()).contains("start id 1").contains("no volume is mounted");
  }

  @Test
  void allStorageManagersMustBeKnown() {
    domain.storageManagers = 1;

    JobResult result = run(full(Optional.empty()));

    assertThat(result.cause()).isEqualTo(Cause.ArchiveUnknown);
    assertThat(result.message()).endsWith("in sm-1");
    assertThat(posts()).isZero();
  }

  @Test
  void uncoveredStorageGroupsAreTold() {
    domain.refusal = FakeDomain.refusal("Storage group SG2 is not contained in any archive");

    assertThat(run(full(Optional.empty())).cause()).isEqualTo(Cause.StorageGroupsNotCovered);
  }

  @Test
  void anInspectionBesideAMemberFindsItsElement() {
    JobResult command = run(full(Optional.empty()));
    HotCopyId known =
        new HotCopyId(command.hotCopy().coordinatorStartId(), command.hotCopy().hotCopyId());

    JobResult result = run(inspection(known));

    assertThat(result.backupSet().element().id()).isEqualTo("id-1");
    assertThat(result.storageManager().pod()).isEqualTo("sm-1");
  }

  @Test
  void anInspectionBesideAMemberWaitsForACoordinatorThatDoesNotAnswer() {
    HotCopy running = domain.start(List.of(directory(first), directory(second)), "full");
    domain.statusError = "no answer";
    time.after(Duration.ofMinutes(3), () -> domain.statusError = null);
    completeAfter(Duration.ofMinutes(4), running);

    JobResult result = run(inspection(new HotCopyId(running.startId, running.id)));

    assertThat(result.cause()).isNull();
    assertThat(result.backupSet().element().id()).isEqualTo("id-1");
  }

  @Test
  void anInspectionBesideAMemberFollowsTheCommand() {
    domain.start(directory(first), "full");
    time.after(Duration.ofMinutes(1), () -> domain.complete(domain.only()));

    // The command goes on at the coordinator, and it has no element on the member's volume.
    assertThat(run(inspection(new HotCopyId("1", "id-1"))).cause()).isEqualTo(Cause.HotCopyLost);
    assertThat(time.instant()).isAfter(NOT_BEFORE.plus(Duration.ofMinutes(1)));
  }

  private HotCopyTask full(Optional<Target> mounted) {
    return task(HotCopyType.FULL, List.of(first, second), mounted, Optional.empty(), true);
  }

  private HotCopyTask incremental(Optional<Target> mounted) {
    List<Target> targets =
        List.of(first, second).stream()
            .map(
                target ->
                    new Target(
                        target.pod(), target.destination(), Optional.of(TestTasks.after("full"))))
            .toList();
    return task(HotCopyType.INCREMENTAL, targets, mounted, Optional.empty(), true);
  }

  private HotCopyTask inspection(HotCopyId known) {
    return task(HotCopyType.FULL, List.of(second), Optional.of(second), Optional.of(known), false);
  }

  private static HotCopyTask task(
      HotCopyType type,
      List<Target> targets,
      Optional<Target> mounted,
      Optional<HotCopyId> known,
      boolean mayStart) {
    return new HotCopyTask(
        FakeDomain.DATABASE,
        type,
        targets,
        mounted,
        Optional.empty(),
        false,
        NOT_BEFORE,
        NOT_BEFORE.plus(Duration.ofHours(1)),
        known,
        mayStart);
  }

  private static Target target(String pod, Path set) {
    return new Target(pod, new Destination.Directory(set), Optional.empty());
  }

  private static Path directory(Target target) {
    return ((Destination.Directory) target.destination()).path();
  }
}
