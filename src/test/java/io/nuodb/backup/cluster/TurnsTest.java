package io.nuodb.backup.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.nuodb.backup.api.Api;
import io.nuodb.backup.api.BackupPolicy;
import io.nuodb.backup.api.BackupPolicyStatus.Missed;
import io.nuodb.backup.api.BackupPolicyStatus.StorageManager;
import io.nuodb.backup.api.HotCopyType;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Storage managers that take turns minute by minute, through what happens meanwhile. */
@Tag("cluster")
@ExtendWith(Installation.class)
class TurnsTest {
  private static final String POLICY = "turns";

  private final SimulatedDomain domain;
  private final Backups backups;
  private final Operators operators;

  TurnsTest(SimulatedDomain domain) {
    this.domain = domain;
    this.backups = new Backups(domain);
    this.operators = new Operators(domain.client());
  }

  /** Who ran, and at which due time. */
  private record Turn(Instant due, String pod, String job) {}

  @BeforeEach
  void startSecondOperator() throws Exception {
    operators.installSecond(domain.namespace());
  }

  @AfterEach
  void putBack() throws Exception {
    operators.uninstallSecond();
    operators.start();
    for (String storageManager : SimulatedDomain.STORAGE_MANAGERS) {
      domain.resume(storageManager);
    }
    backups.finish(POLICY);
  }

  @Test
  void oneOfTwoRunsEachMinuteThroughOutages() throws Exception {
    BackupPolicy policy = backups.create(POLICY, PolicySpec.onBoth().incrementalInTurns());

    // Two operators at once, and yet one run for each due time.
    Turn first = awaitTurns(1).getFirst();
    Turn second = awaitTurns(2).get(1);
    assertThat(List.of(first.pod(), second.pod()))
        .containsExactlyInAnyOrderElementsOf(SimulatedDomain.STORAGE_MANAGERS);

    // One that is down passes its turn to the other.
    awaitSucceeded(second);
    domain.suspend(first.pod());
    Instant down = Instant.now();
    Turn passed = awaitTurnAfter(down);
    assertThat(passed.pod()).isEqualTo(second.pod());
    awaitSucceeded(passed);
    domain.resume(first.pod());

    // An operator that was down makes up for the newest due time alone.
    operators.uninstallSecond();
    operators.stop();
    Turn last = turns().getLast();
    awaitInstant(last.due().plus(Duration.ofMinutes(3)));
    operators.start();
    Turn caughtUp = awaitTurnAfter(last.due());
    assertThat(caughtUp.pod()).isNotEqualTo(last.pod());
    awaitSucceeded(caughtUp);
    long missed = Duration.between(last.due(), caughtUp.due()).toMinutes() - 1;
    assertThat(missed).isGreaterThanOrEqualTo(2);
    assertThat(missed(policy)).extracting(Missed::count).contains(missed);
    assertThat(backups.events(policy))
        .filteredOn(event -> event.getReason().equals("HotCopyMissed"))
        .extracting(Event::getMessage)
        .anySatisfy(
            message ->
                assertThat(message)
                    .contains("and %d earlier one".formatted(missed - 1))
                    .contains("StartingDeadlinePassed"));

    assertThat(turns()).extracting(Turn::due).doesNotHaveDuplicates();
  }

  private List<Turn> awaitTurns(int count) {
    await(count + " turns").atMost(Backups.LIMIT).until(() -> turns().size() >= count);
    return turns();
  }

  private Turn awaitTurnAfter(Instant time) {
    await("a turn after " + time)
        .atMost(Backups.LIMIT)
        .until(() -> turns().stream().anyMatch(turn -> turn.due().isAfter(time)));
    return turns().stream().filter(turn -> turn.due().isAfter(time)).findFirst().orElseThrow();
  }

  private void awaitSucceeded(Turn turn) {
    await(turn + " has its hot copy")
        .atMost(Backups.LIMIT)
        .until(
            () ->
                backups.hotCopyJobs(POLICY).stream()
                    .filter(job -> job.getMetadata().getName().equals(turn.job()))
                    .anyMatch(
                        job -> Objects.requireNonNullElse(job.getStatus().getSucceeded(), 0) == 1));
  }

  private static void awaitInstant(Instant time) {
    await("it is " + time).atMost(Backups.LIMIT).until(() -> Instant.now().isAfter(time));
  }

  /** The first attempt at each due time, in their order. */
  private List<Turn> turns() {
    return backups.hotCopyJobs(POLICY).stream()
        .map(Job::getMetadata)
        .filter(job -> "1".equals(job.getAnnotations().get(Api.ATTEMPT_ANNOTATION)))
        .map(job -> turn(job.getName(), job.getAnnotations()))
        .sorted(Comparator.comparing(Turn::due))
        .toList();
  }

  private static Turn turn(String job, Map<String, String> annotations) {
    return new Turn(
        Instant.parse(annotations.get(Api.SCHEDULED_TIME_ANNOTATION)),
        annotations.get(Api.UNIT_ANNOTATION),
        job);
  }

  private List<Missed> missed(BackupPolicy policy) {
    return backups.policy(policy.getMetadata().getName()).getStatus().storageManagers().stream()
        .map(StorageManager::lastMissed)
        .filter(Objects::nonNull)
        .filter(missed -> missed.type() == HotCopyType.INCREMENTAL)
        .toList();
  }
}
