package io.nuodb.backup.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.nuodb.backup.api.BackupPolicyStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DiscoveryPlanTest {
  private static final Instant CREATED = Instant.parse("2026-04-18T22:35:00Z");
  private static final Instant ENDED = CREATED.plusSeconds(600);

  /** As when a Secret does not exist: the pod waits for it until the Job's deadline. */
  @Test
  void aJobThatLeftNoAnswerIsToldAndAskedAgainLater() {
    DiscoveryLaunch first = DiscoveryPlan.of(observed(List.of()), CREATED).launch().orElseThrow();
    var job = new ObservedJob(first.job(), CREATED, Optional.of(ENDED), Optional.empty());
    PolicyObservation silent =
        observed(List.of(new Discovery(first.selection(), first.attempt(), job)));

    DiscoveryPlan plan = DiscoveryPlan.of(silent, ENDED);

    BackupPolicyStatus.Discovery told = plan.newest().orElseThrow();
    assertThat(told.reason()).isEqualTo("NoAnswer").isEqualTo(Reason.NoAnswer.name());
    assertThat(told.message()).contains(first.job());
    assertThat(plan.launch()).isEmpty();
    Instant due = plan.wakeUp().orElseThrow();
    assertThat(due).isEqualTo(ENDED.plus(Duration.ofSeconds(30)));
    assertThat(DiscoveryPlan.of(silent, due).launch())
        .get()
        .extracting(DiscoveryLaunch::attempt)
        .isEqualTo(2);
  }

  private static PolicyObservation observed(List<Discovery> discoveries) {
    PolicyObservation seen = new World(CREATED, List.of("sm-0"), null).look();
    return new PolicyObservation(
        seen.name(),
        seen.uid(),
        seen.creationTime(),
        seen.generation(),
        seen.spec(),
        seen.status(),
        seen.storageManagers(),
        seen.runs(),
        seen.inspections(),
        discoveries,
        seen.cancellations(),
        seen.sets(),
        seen.rivals(),
        seen.slots(),
        seen.pendingAllowance());
  }
}
