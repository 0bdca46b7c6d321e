package io.nuodb.backup.operator;

import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.nuodb.backup.api.Api;
import io.nuodb.backup.api.BackupPolicy;
import io.nuodb.backup.job.JobKind;
import io.nuodb.backup.plan.CancellationLaunch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Jobs that cancel a hot copy. */
final class CancelJobs {
  private static final Duration WORK = Duration.ofMinutes(5);

  /** None: the plan asks again while the hot copy runs. */
  private static final int RETRIES = 0;

  private final OperatorConfig config;

  CancelJobs(OperatorConfig config) {
    this.config = config;
  }

  Job cancellation(BackupPolicy policy, CancellationLaunch launch) {
    AdminConnection admin = new AdminConnection(policy);
    List<String> arguments = new ArrayList<>(List.of(JobKind.CANCEL.text()));
    arguments.addAll(admin.arguments());
    arguments.addAll(
        List.of(
            "--coordinator-start-id",
            launch.coordinatorStartId(),
            "--hot-copy-id",
            launch.hotCopyId()));
    var pod =
        new PodSpecBuilder()
            .withSecurityContext(AgentPod.podSecurity(Optional.empty()))
            .withContainers(
                AgentPod.agent(config, JobKind.CANCEL.text(), arguments, admin.mounts()))
            .withVolumes(admin.volumes())
            .build();
    return new AgentJob(
            policy,
            Api.POLICY_LABEL,
            JobKind.CANCEL,
            launch.job(),
            Map.of(
                Api.HOT_COPY_ID_ANNOTATION,
                launch.hotCopyId(),
                Api.BACKUP_SET_ANNOTATION,
                launch.backupSet(),
                Api.ATTEMPT_ANNOTATION,
                Integer.toString(launch.attempt())),
            RETRIES,
            config.pendingAllowance().plus(WORK),
            pod)
        .build();
  }
}
