package io.nuodb.backup.operator;

import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.nuodb.backup.api.Api;
import io.nuodb.backup.api.BackupPolicy;
import io.nuodb.backup.job.JobKind;
import io.nuodb.backup.plan.CancellationLaunch;
import io.nuodb.backup.plan.DiscoveryLaunch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Jobs that talk to the admin process alone and mount no volume. */
final class AdminJobs {
  /** How long the agent waits for the admin process: a person waits for the answer. */
  private static final String WAIT = "30s";

  private static final Duration WORK = Duration.ofMinutes(5);

  /** None: the plan asks again, with pauses, and tells why meanwhile. */
  private static final int RETRIES = 0;

  private final OperatorConfig config;

  AdminJobs(OperatorConfig config) {
    this.config = config;
  }

  /** Asks which archives the selected pods serve. */
  Job discover(BackupPolicy policy, DiscoveryLaunch launch) {
    List<String> arguments = new ArrayList<>(List.of("--wait", WAIT));
    for (String pod : launch.pods()) {
      arguments.addAll(List.of("--storage-manager", pod));
    }
    return job(
        policy,
        JobKind.DISCOVER,
        launch.job(),
        Map.of(
            Api.SELECTION_ANNOTATION,
            launch.selection(),
            Api.ATTEMPT_ANNOTATION,
            Integer.toString(launch.attempt())),
        arguments);
  }

  /** Cancels a hot copy. */
  Job cancellation(BackupPolicy policy, CancellationLaunch launch) {
    return job(
        policy,
        JobKind.CANCEL,
        launch.job(),
        Map.of(
            Api.HOT_COPY_ID_ANNOTATION,
            launch.hotCopyId(),
            Api.BACKUP_SET_ANNOTATION,
            launch.backupSet(),
            Api.ATTEMPT_ANNOTATION,
            Integer.toString(launch.attempt())),
        List.of(
            "--coordinator-start-id",
            launch.coordinatorStartId(),
            "--hot-copy-id",
            launch.hotCopyId()));
  }

  private Job job(
      BackupPolicy policy,
      JobKind kind,
      String name,
      Map<String, String> annotations,
      List<String> arguments) {
    AdminConnection admin = new AdminConnection(policy);
    List<String> command = new ArrayList<>(List.of(kind.text()));
    command.addAll(admin.arguments());
    command.addAll(arguments);
    var pod =
        new PodSpecBuilder()
            .withSecurityContext(AgentPod.podSecurity(Optional.empty()))
            .withContainers(AgentPod.agent(config, kind.text(), command, admin.mounts()))
            .withVolumes(admin.volumes())
            .build();
    return new AgentJob(
            policy,
            Api.POLICY_LABEL,
            kind,
            name,
            annotations,
            RETRIES,
            config.pendingAllowance().plus(WORK),
            pod)
        .build();
  }
}
