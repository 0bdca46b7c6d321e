package io.nuodb.backup.operator;

import io.fabric8.kubernetes.api.model.Quantity;
import io.nuodb.backup.api.Condition;
import io.nuodb.backup.api.RestoreJob;
import io.nuodb.backup.api.RestoreJobStatus;
import io.nuodb.backup.api.RestoreJobStatus.Phase;
import io.nuodb.backup.api.RestoreJobStatus.Resolved;
import io.nuodb.backup.job.JobResult;
import io.nuodb.backup.plan.Conditions;
import io.nuodb.backup.plan.Conditions.State;
import io.nuodb.backup.plan.ObservedJob;
import io.nuodb.backup.plan.Reason;
import io.nuodb.backup.plan.RestorePlan;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The statuses that a restore goes through. */
final class RestoreStatuses {
  private final RestoreJob restore;
  private final Instant now;

  RestoreStatuses(RestoreJob restore, Instant now) {
    this.restore = restore;
    this.now = now;
  }

  RestoreJobStatus pending(State state, Reason reason, String message) {
    return status(
        Phase.Pending,
        before().map(RestoreJobStatus::resolved).orElse(null),
        Optional.empty(),
        null,
        null,
        conditions(state, reason.name(), message));
  }

  /** The choice is kept whatever becomes of the source later. */
  RestoreJobStatus resolved(RestorePlan.Restore plan) {
    var chosen =
        new Resolved(
            plan.set().name(),
            plan.element().name(),
            plan.element().id(),
            plan.element().endTime());
    return status(Phase.Pending, chosen, Optional.empty(), null, null, restoring(chosen));
  }

  RestoreJobStatus running(String volumePath) {
    Resolved chosen = before().orElseThrow().resolved();
    return status(Phase.Running, chosen, Optional.empty(), volumePath, null, restoring(chosen));
  }

  /** Without a result the volume's content is unknown, and never called restored. */
  RestoreJobStatus ended(ObservedJob job, String volumePath) {
    Resolved chosen = before().orElseThrow().resolved();
    Instant end = job.endTime().orElseThrow();
    Optional<JobResult> result = job.result();
    Optional<JobResult.Restored> restored =
        result.filter(JobResult::succeeded).map(JobResult::restored);
    if (restored.isPresent()) {
      return status(
          Phase.Completed,
          chosen,
          restored,
          volumePath,
          end,
          conditions(State.READY, Reason.Restored.name(), result.get().message()));
    }
    String reason =
        result
            .filter(it -> !it.succeeded())
            .map(it -> it.cause().name())
            .orElse(Reason.ResultLost.name());
    String message =
        result
            .filter(it -> !it.succeeded())
            .map(JobResult::message)
            .orElse(
                "Job %s left no result: the volume may hold a part of the archive"
                    .formatted(job.name()));
    return status(
        Phase.Failed,
        chosen,
        Optional.empty(),
        volumePath,
        end,
        conditions(State.STALLED, reason, message));
  }

  private List<Condition> restoring(Resolved chosen) {
    return conditions(
        State.RECONCILING,
        Reason.Restoring.name(),
        "restoring BackupSet %s through element %s"
            .formatted(chosen.backupSet(), chosen.element()));
  }

  private List<Condition> conditions(State state, String reason, String message) {
    return Conditions.of(
        before().map(RestoreJobStatus::conditions).orElse(List.of()),
        state,
        reason,
        message,
        restore.getMetadata().getGeneration(),
        now);
  }

  private RestoreJobStatus status(
      Phase phase,
      Resolved resolved,
      Optional<JobResult.Restored> restored,
      String volumePath,
      Instant end,
      List<Condition> conditions) {
    Instant started = before().map(RestoreJobStatus::startTime).orElse(null);
    return new RestoreJobStatus(
        restore.getMetadata().getGeneration(),
        phase,
        resolved,
        restored
            .map(it -> Quantity.fromNumericalAmount(BigDecimal.valueOf(it.size()), null))
            .orElse(null),
        restored.map(JobResult.Restored::files).orElse(null),
        volumePath,
        phase == Phase.Running && started == null ? now : started,
        end,
        conditions);
  }

  private Optional<RestoreJobStatus> before() {
    return Optional.ofNullable(restore.getStatus());
  }
}
