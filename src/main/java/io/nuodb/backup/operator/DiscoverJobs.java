package io.nuodb.backup.operator;

import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.nuodb.backup.api.Api;
import io.nuodb.backup.api.BackupPolicy;
import io.nuodb.backup.job.JobKind;
import io.nuodb.backup.plan.DiscoveryLaunch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Jobs that ask the admin process which archives the selected pods serve. */
final class DiscoverJobs {
  /** How long the agent waits for the admin process: a person waits for the answer. */
  private static final String WAIT = "30s";

  private static final Duration WORK = Duration.ofMinutes(5);

  /** None: the plan asks again, with growing pauses, and tells why meanwhile. */
  private static final int RETRIES = 0;

  private final OperatorConfig config;

  DiscoverJobs(OperatorConfig config) {
    this.config = config;
  }

  Job discover(BackupPolicy policy, DiscoveryLaunch launch) {
    AdminConnection admin = new AdminConnection(policy);
    List<String> arguments = new ArrayList<>(List.of(JobKind.DISCOVER.text()));
    arguments.addAll(admin.arguments());
    arguments.addAll(List.of("--wait", WAIT));
    for (String pod : launch.pods()) {
      arguments.addAll(List.of("--storage-manager", pod));
    }
    var pod =
        new PodSpecBuilder()
            .withSecurityContext(AgentPod.podSecurity(Optional.empty()))
            .withContainers(
                AgentPod.agent(config, JobKind.DISCOVER.text(), arguments, admin.mounts()))
            .withVolumes(admin.volumes())
            .build();
    return new AgentJob(
            policy,
            Api.POLICY_LABEL,
            JobKind.DISCOVER,
            launch.job(),
            Map.of(
                Api.SELECTION_ANNOTATION,
                launch.selection(),
                Api.ATTEMPT_ANNOTATION,
                Integer.toString(launch.attempt())),
            RETRIES,
            config.pendingAllowance().plus(WORK),
            pod)
        .build();
  }
}
