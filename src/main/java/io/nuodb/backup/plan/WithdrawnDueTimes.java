package io.nuodb.backup.plan;

import io.nuodb.backup.api.BackupPolicyStatus;
import io.nuodb.backup.api.BackupPolicyStatus.RunState;
import io.nuodb.backup.api.BackupPolicyStatus.Waiting;
import io.nuodb.backup.api.HotCopyType;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What waited and never started, and is not due any more as the schedule is now. */
final class WithdrawnDueTimes {
  private final PolicyObservation policy;
  private final AnsweredTimes answered;
  private final HotCopyDecisions decisions;

  WithdrawnDueTimes(PolicyObservation policy, AnsweredTimes answered, HotCopyDecisions decisions) {
    this.policy = policy;
    this.answered = answered;
    this.decisions = decisions;
  }

  void decide() {
    List<Waiting> before =
        Objects.requireNonNullElse(
            policy.status().map(BackupPolicyStatus::waiting).orElse(null), List.of());
    before.stream()
        .filter(it -> it.token() == null && it.until() != null)
        .filter(it -> answered.changedSince(asked(it), it.due()))
        .filter(it -> !started(it))
        .forEach(this::giveUp);
  }

  private static HotCopyType asked(Waiting it) {
    return Objects.requireNonNullElse(it.inPlaceOf(), it.type());
  }

  private boolean started(Waiting it) {
    var due = new Trigger.Scheduled(it.due());
    Set<RunKey> keys =
        Set.of(
            new RunKey(policy.uid(), Optional.of(it.unit()), asked(it), due, 1),
            new RunKey(policy.uid(), Optional.empty(), asked(it), due, 1));
    return policy.runs().stream().map(HotCopyRun::key).anyMatch(keys::contains);
  }

  private void giveUp(Waiting it) {
    Reason reason = policy.suspended() ? Reason.Suspended : Reason.ScheduleChanged;
    decisions.giveUp(
        new Unstarted(
            it.unit(),
            asked(it),
            RunState.Missed,
            it.due(),
            1,
            reason.name(),
            "it waited until the policy was edited: " + it.message()));
  }
}
